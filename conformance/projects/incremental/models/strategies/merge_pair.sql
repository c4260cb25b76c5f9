{{ config(incremental_strategy="merge", unique_key=["account", "kind"]) }}
select account, kind, sum(amount) as amount from {{ ref("events") }} group by all
