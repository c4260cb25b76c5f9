select * from (select * from "warehouse"."main"."events" where false limit 0)
