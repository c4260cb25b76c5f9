
    
    



select id
from "warehouse"."main"."stg"
where id is null
