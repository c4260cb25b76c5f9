
select max(id) as last_id from "warehouse"."main"."stg_orders"
