select order_date,

  sum(case when status = 'completed' then 1 else 0 end) as "is completed",
  sum(case when status = 'placed' then 1 else 0 end) as "is placed",
  sum(case when status = 'return_pending' then 1 else 0 end) as "is return_pending",
  sum(case when status = 'returned' then 1 else 0 end) as "is returned",
  sum(case when status = 'shipped' then 1 else 0 end) as "is shipped"
from "warehouse"."main_staging"."stg_orders" group by order_date
