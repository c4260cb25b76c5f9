select
  {{ kit.star(ref("stg_customers"), relation_alias="c") }},
  o.first_order, o.last_order, coalesce(o.orders, 0) as orders, sum(p.amount) as lifetime_value
from {{ ref("stg_customers") }} as c
left join {{ ref("int_customer_orders") }} as o using (customer_id)
left join {{ ref("fct_orders") }} as p using (customer_id)
group by all
