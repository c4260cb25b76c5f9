
select n from "warehouse"."prod"."base" where n = 1
