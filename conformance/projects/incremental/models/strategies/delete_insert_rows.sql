{{ config(incremental_strategy="delete+insert", unique_key="id", tags=["keys"]) }}
select id, account, kind, amount from {{ ref("events") }}
