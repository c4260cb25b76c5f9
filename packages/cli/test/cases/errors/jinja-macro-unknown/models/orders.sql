select
  1 as id,
  {{ cents_to_euro('amount') }} as amount
