select customer_id, min(order_date) as first_order, max(order_date) as last_order, count(*) as orders from "warehouse"."main_staging"."stg_orders" group by 1
