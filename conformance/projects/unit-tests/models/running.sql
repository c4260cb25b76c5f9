{{ config(materialized="incremental", unique_key="id") }}
select id, amount, sold_on from {{ ref("stg_sales") }}
{% if is_incremental() %} where sold_on > (select max(sold_on) from {{ this }}) {% endif %}
