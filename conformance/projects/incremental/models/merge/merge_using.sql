{{ config(incremental_strategy="merge", merge_on_using_columns=["id", "account"]) }}
select id, account, kind, amount from {{ ref("events") }}
