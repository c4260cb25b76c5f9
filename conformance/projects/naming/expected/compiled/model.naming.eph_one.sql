
select id, first_name from "warehouse"."base"."people_eu"
