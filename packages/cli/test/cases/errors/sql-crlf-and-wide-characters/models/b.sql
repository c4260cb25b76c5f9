-- Ünïcödé 😀
select '😀' as smile, grösse
from {{ ref('a') }}
