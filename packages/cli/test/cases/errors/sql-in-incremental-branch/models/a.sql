{{ config(materialized='incremental', unique_key='id') }}
select 1 as id, date '2026-01-01' as day
{% if is_incremental() %}
where day > (select max(dya) from {{ this }})
{% endif %}
