
select id + 1 as id from "warehouse"."main"."audited_one"
