select 1 as id,
  {{ euros('amount', decimals=3) }} as amount
