{{ config(materialized="view") }}
select sum(entries) as entries from {{ ref("stg_entries") }}
union all
select count(*) from {{ ref("ledger", "stg_entries") }}
