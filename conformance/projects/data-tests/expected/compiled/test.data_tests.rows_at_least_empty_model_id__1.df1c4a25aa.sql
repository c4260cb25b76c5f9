
select counted from (select count(id) as counted from "warehouse"."main"."empty_model") where counted < 1
