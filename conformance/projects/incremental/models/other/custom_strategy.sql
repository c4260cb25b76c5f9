{{ config(incremental_strategy="insert_missing", unique_key="id") }}
select id, account, amount from {{ ref("events") }}
