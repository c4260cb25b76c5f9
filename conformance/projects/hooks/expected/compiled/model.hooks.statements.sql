



select
  
  'OK' as response,
  'id,name,amount,day,flag' as columns,
  'ada,bob' as names,
  2 as rows_,
  $$1 ada 1.5 2026-01-01 True$$ as first_row,
  '2 bob' as data,
  $$2 (None,)$$ as queried,
  
  $$['a', 1, 2.5, None, True, {'k': ('t', 'u')}]$$ as kinds
