
select name, "Country" from "warehouse"."main"."raw_customers"
