

select id, region, name, city, updated_at from "warehouse"."main"."people"
