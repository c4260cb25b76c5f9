
select id, amount from "warehouse"."main"."orders" where status = 'paid' and amount <= 0
