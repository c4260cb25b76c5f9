

select * from "warehouse"."main"."people"
