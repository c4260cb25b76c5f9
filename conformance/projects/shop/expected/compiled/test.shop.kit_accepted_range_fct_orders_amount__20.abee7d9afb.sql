
select * from "warehouse"."main"."fct_orders" where 1 = 2 or amount > 20
