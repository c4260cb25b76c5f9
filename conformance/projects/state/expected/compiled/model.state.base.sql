
select n, name from "warehouse"."prod"."numbers"
