{{ config(materialized="incremental", on_schema_change="fail", incremental_strategy="append") }}
select amount::double as amount, id::integer as id from {{ ref("orders") }}
