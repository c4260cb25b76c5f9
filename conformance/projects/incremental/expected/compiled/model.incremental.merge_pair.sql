
select account, kind, sum(amount) as amount from "warehouse"."main"."events" group by all
