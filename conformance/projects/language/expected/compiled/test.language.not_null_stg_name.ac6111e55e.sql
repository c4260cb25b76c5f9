
    
    



select name
from (select * from "warehouse"."main"."stg" where id < 100) dbt_subquery
where name is null
