
select label from "warehouse"."main"."totals" where trim(label) = ''
