{{ config(materialized="incremental", on_schema_change="append_new_columns", unique_key="id") }}
select id::integer as id, amount::double as amount, 'new' as note from {{ ref("orders") }}
