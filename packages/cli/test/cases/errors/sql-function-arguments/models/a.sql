select
  1 as id,
  date_trunc(1, 2, 3) as month
