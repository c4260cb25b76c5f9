
select * from "warehouse"."main"."counted" -- executing
