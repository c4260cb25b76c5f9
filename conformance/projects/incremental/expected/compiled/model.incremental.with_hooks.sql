
select id, amount from "warehouse"."main"."events"
