
select counted from (select count(*) as counted from "warehouse"."main"."raw_orders") where counted < 3
