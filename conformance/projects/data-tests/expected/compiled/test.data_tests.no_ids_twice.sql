
select id, count(*) as times from "warehouse"."main"."orders" group by id having count(*) > 1
