
  select * from "warehouse"."main_staging"."stg_orders" qualify row_number() over (partition by customer_id order by order_date desc) = 1
