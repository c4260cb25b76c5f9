
select id::integer as id, amount::double as amount, 'new' as note from "warehouse"."main"."orders"
