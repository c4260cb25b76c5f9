

select * exclude (updated_at) from "warehouse"."main"."people"
