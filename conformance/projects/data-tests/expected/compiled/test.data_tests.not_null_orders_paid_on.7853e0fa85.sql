
    
    



select paid_on
from (select * from "warehouse"."main"."orders" where status = 'open') dbt_subquery
where paid_on is null
