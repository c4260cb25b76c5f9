
select id, amount * 2 as amount from "warehouse"."main"."facts"
