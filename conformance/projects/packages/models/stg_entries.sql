{{ config(alias="shop_entries") }}
select account, count(*) as entries from {{ ref("ledger", "stg_entries") }} group by account
