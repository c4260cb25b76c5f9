{{ config(format="json") }}
select id, currency from {{ ref("stg_orders") }} order by id
