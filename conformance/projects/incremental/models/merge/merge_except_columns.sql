{{ config(incremental_strategy="merge", unique_key="id", merge_exclude_columns=["kind"]) }}
select id, account, kind, amount from {{ ref("events") }}
