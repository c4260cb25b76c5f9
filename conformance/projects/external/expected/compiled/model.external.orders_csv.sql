
select id, currency, amount from "warehouse"."main"."stg_orders" order by id
