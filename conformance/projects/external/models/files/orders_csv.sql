{{ config(format="csv", delimiter="|", location="out/custom/orders.csv", options={"header": 1}) }}
select id, currency, amount from {{ ref("stg_orders") }} order by id
