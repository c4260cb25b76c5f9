

  select 'SMALL' as kind, 1 as size, '1/2' as place union all 
  select 'LARGE' as kind, 100 as size, '2/2' as place

union all
select 'a+b', 7, '2026-01-01'
-- {{ stays }} 
union all select 'in', 3, '003.1'
UNION ALL SELECT 'FILTERED', 0, 'X'

union all select 'large,later,small', 104, 'bccba2True'
