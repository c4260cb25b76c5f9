
select customer, sum(amount) * 2 as total, count(*) as sales, 'north' as region
from "warehouse"."main"."stg_sales" group by customer
