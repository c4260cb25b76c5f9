

select id, name, city, updated_at from "warehouse"."main"."people"
