
select id, place, degrees from "warehouse"."main"."measured"
-- seen while it runs
