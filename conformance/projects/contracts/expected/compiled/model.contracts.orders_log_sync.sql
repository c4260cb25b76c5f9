
select amount::double as amount, id::integer as id from "warehouse"."main"."orders"
