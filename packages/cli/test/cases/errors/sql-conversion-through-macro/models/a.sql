{{ config(materialized='table') }}
select
  {{ whole('word') }} as number
from (values ('1'), ('two')) as words(word)
