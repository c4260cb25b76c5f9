
  select order_id, 'order_date' as field_name, cast("order_date" as varchar) as value from "warehouse"."main"."fct_orders"
  union all
  select order_id, 'status' as field_name, cast("status" as varchar) as value from "warehouse"."main"."fct_orders"
  union all
  select order_id, 'bank_transfer_amount' as field_name, cast("bank_transfer_amount" as varchar) as value from "warehouse"."main"."fct_orders"
  union all
  select order_id, 'coupon_amount' as field_name, cast("coupon_amount" as varchar) as value from "warehouse"."main"."fct_orders"
  union all
  select order_id, 'credit_card_amount' as field_name, cast("credit_card_amount" as varchar) as value from "warehouse"."main"."fct_orders"
  union all
  select order_id, 'gift_card_amount' as field_name, cast("gift_card_amount" as varchar) as value from "warehouse"."main"."fct_orders"
  union all
  select order_id, 'amount' as field_name, cast("amount" as varchar) as value from "warehouse"."main"."fct_orders"
