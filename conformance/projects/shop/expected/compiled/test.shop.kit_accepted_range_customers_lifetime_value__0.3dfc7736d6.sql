
select * from "warehouse"."main"."customers" where 1 = 2 or lifetime_value < 0
