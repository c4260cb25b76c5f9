

select id, name, loaded_at, '2' as extra from "warehouse"."main"."people_seed" -- depends_on: "warehouse"."main"."people_seed"
