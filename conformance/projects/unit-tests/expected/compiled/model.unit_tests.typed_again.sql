
select * from "warehouse"."main"."typed"
