
select id, account, amount from "warehouse"."main"."events"  where id > 2
