
select account, kind, sum(amount) as amount, count(*) as events
from "warehouse"."main"."events"
group by all
