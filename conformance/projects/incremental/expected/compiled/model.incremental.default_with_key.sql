
select id, account, amount from "warehouse"."main"."events"
