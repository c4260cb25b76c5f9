select id::integer as id, amount::double as amount from "warehouse"."main"."orders"
