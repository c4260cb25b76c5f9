
select * from "warehouse"."main"."events"
