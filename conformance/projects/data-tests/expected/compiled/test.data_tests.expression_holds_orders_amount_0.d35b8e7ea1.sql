

select * from "warehouse"."main"."orders" where not coalesce(amount > 0, false)
