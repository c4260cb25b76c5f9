select id::integer as id, customer_id::integer as customer_id, amount::decimal(10, 2) as amount, placed_on::date as placed_on
from "warehouse"."main"."orders" where amount > 0
