{{ config(alias="shop_entries") }}
select min(entry_id) as entry_id, account, count(*) as entries from {{ ref("ledger", "stg_entries") }} group by account
