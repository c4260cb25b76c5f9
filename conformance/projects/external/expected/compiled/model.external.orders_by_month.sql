
select id, currency, amount, strftime(day, '%Y-%m') as month from "warehouse"."main"."stg_orders" order by id
