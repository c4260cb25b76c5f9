{{ config(location="out/by_month", options={"partition_by": "month, currency", "overwrite_or_ignore": true}) }}
select id, currency, amount, strftime(day, '%Y-%m') as month from {{ ref("stg_orders") }} order by id
