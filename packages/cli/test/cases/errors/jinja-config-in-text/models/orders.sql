{{ config('table', materialized='table') }}
select 1 as id
