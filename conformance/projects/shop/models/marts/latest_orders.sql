{{ kit.deduplicate(ref("stg_orders"), "customer_id", "order_date desc") }}
