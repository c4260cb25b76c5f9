

select total as value
from "warehouse"."main"."totals"
where not (total >= -10000 and total <= 0)
