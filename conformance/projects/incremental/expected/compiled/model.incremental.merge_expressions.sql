
select id, account, kind, amount, 0 as revision from "warehouse"."main"."events"
