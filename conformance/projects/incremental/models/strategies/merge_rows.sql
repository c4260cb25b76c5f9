{{ config(incremental_strategy="merge", unique_key="id") }}
select id, account, amount, loaded_at from {{ ref("events") }}
