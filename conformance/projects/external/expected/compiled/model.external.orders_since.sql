
select * from "warehouse"."main"."stg_orders" where day >= since and amount >= least
