{% set methods = kit.get_column_values(ref("stg_payments"), "payment_method", order_by="1") %}
select
  o.order_id, o.customer_id, o.order_date, o.status,
  {% for method in methods -%}
  coalesce(sum(p.amount) filter (p.payment_method = '{{ method }}'), 0) as {{ method | replace(" ", "_") }}_amount,
  {% endfor -%}
  any_value(t.amount) as amount,
  {{ kit.surrogate_key(["o.order_id", "o.status"]) }} as order_key
from {{ ref("stg_orders") }} as o
left join {{ ref("stg_payments") }} as p using (order_id)
left join {{ ref("int_order_payments") }} as t using (order_id)
group by all
