select
  '1-two-None 1-two-three x-y-None' as defaults,
  '1:2+3:(key, value);(other, 2)' as varargs_,
  '<b>bold</b>' as called,
  '1p 2q ' as each_,
  '3,2,1,0' as recursive_,
  2 + 6 as returned,
  'macro_kinds' as own_name,
  6 as total
