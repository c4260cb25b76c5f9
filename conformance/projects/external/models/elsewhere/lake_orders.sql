{{ config(materialized="incremental", unique_key="id", incremental_strategy="merge") }}
select id, amount, day from {{ ref("stg_orders") }}
{% if is_incremental() %} where day > (select max(day) from {{ this }}) {% endif %}
