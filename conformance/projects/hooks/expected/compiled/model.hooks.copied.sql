
select * from "warehouse"."main"."seeded"
