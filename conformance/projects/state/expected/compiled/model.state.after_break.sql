select * from "warehouse"."prod"."breaks"
