{{ config(materialized='table') }}
select
  cast(word as integer) as number
from (values ('1'), ('two')) as words(word)
