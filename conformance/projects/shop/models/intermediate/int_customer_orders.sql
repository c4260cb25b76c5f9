select customer_id, min(order_date) as first_order, max(order_date) as last_order, count(*) as orders from {{ ref("stg_orders") }} {{ kit.group_by(1) }}
