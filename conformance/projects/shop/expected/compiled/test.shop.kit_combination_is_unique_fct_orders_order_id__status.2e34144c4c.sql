
select order_id, status from "warehouse"."main"."fct_orders" group by order_id, status having count(*) > 1
