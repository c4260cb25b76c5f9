with __dbt__cte__int_customer_orders as (
select customer_id, min(order_date) as first_order, max(order_date) as last_order, count(*) as orders from "warehouse"."main_staging"."stg_orders" group by 1
) select
  c."customer_id",
  c."first_name",
  c."last_name",
  o.first_order, o.last_order, coalesce(o.orders, 0) as orders, sum(p.amount) as lifetime_value
from "warehouse"."main_staging"."stg_customers" as c
left join __dbt__cte__int_customer_orders as o using (customer_id)
left join "warehouse"."main"."fct_orders" as p using (customer_id)
group by all
