select
  1 as id,
  date_trunk('month', current_date) as month
