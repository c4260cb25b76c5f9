
select d.day, coalesce(sum(o.amount), 0) as revenue, ( sum(o.amount) ) / nullif( (count(o.order_id)), 0) as average, round(coalesce(sum(o.amount), 0) * 0.19, 2) as tax
from "warehouse"."main"."days" as d left join "warehouse"."main"."fct_orders" as o on o.order_date = d.day
 where d.day >= (select max(day) from "warehouse"."main"."daily_revenue") 
group by d.day
