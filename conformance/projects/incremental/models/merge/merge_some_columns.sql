{{ config(incremental_strategy="merge", unique_key="id", merge_update_columns=["amount"]) }}
select id, account, kind, amount from {{ ref("events") }}
