

select * exclude (kind) from "warehouse"."main"."events"
