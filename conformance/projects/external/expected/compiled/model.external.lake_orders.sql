
select id, amount, day from "warehouse"."main"."stg_orders"
 where day > (select max(day) from "other"."main_lake"."lake_orders")
