
select id, account, amount, loaded_at from "warehouse"."main"."events"
