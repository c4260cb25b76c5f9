select * from "warehouse"."main"."raw_orders"
