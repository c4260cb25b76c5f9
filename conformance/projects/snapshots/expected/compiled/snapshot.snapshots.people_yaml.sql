select * from "warehouse"."main"."people_view"
