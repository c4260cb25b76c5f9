
select id, currency from "warehouse"."main"."stg_orders" order by id
