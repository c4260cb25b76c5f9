

select total as value
from (select * from "warehouse"."main"."totals" where total is not null) narrowed
where not (total > -10000 and total < 0)
