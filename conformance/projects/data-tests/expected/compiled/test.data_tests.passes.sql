select * from "warehouse"."main"."orders" where id > 100
