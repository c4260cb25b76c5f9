{{ config(materialized="incremental", unique_key="day") }}
select d.day, coalesce(sum(o.amount), 0) as revenue, {{ kit.safe_divide("sum(o.amount)", "count(o.order_id)") }} as average, round(coalesce(sum(o.amount), 0) * {{ var("tax") }}, 2) as tax
from {{ ref("days") }} as d left join {{ ref("fct_orders") }} as o on o.order_date = d.day
{% if is_incremental() %} where d.day >= (select max(day) from {{ this }}) {% endif %}
group by d.day
