
select id, first_name from "prod"."base"."people_eu"
