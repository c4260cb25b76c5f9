select id, upper(customer) as customer, amount, sold_on from "warehouse"."main"."sales"
