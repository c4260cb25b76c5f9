
select placed_on, id from "warehouse"."main"."facts"
