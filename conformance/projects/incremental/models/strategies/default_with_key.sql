{{ config(unique_key="id", tags=["keys"]) }}
select id, account, amount from {{ ref("events") }}
