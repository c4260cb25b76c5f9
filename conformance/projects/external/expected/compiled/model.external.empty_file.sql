
select id, currency from "warehouse"."main"."stg_orders" where false
