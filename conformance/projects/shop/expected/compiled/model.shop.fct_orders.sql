
with __dbt__cte__int_order_payments as (
select order_id, sum(amount) as amount, count(*) as payments from "warehouse"."main_staging"."stg_payments" group by 1
) select
  o.order_id, o.customer_id, o.order_date, o.status,
  coalesce(sum(p.amount) filter (p.payment_method = 'bank_transfer'), 0) as bank_transfer_amount,
  coalesce(sum(p.amount) filter (p.payment_method = 'coupon'), 0) as coupon_amount,
  coalesce(sum(p.amount) filter (p.payment_method = 'credit_card'), 0) as credit_card_amount,
  coalesce(sum(p.amount) filter (p.payment_method = 'gift card'), 0) as gift_card_amount,
  any_value(t.amount) as amount,
  md5(concat_ws('|', o.order_id, o.status)) as order_key
from "warehouse"."main_staging"."stg_orders" as o
left join "warehouse"."main_staging"."stg_payments" as p using (order_id)
left join __dbt__cte__int_order_payments as t using (order_id)
group by all
