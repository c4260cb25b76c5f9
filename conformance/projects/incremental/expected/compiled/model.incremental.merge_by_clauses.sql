
select id, account, kind, amount from "warehouse"."main"."events"
