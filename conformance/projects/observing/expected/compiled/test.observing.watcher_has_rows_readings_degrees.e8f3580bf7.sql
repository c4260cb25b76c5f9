
select 1 where not exists (select degrees from "warehouse"."main"."readings")
