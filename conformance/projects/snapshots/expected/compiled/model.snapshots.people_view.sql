select id, name, city from "warehouse"."main"."people"
