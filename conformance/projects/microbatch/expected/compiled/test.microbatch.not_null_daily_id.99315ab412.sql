
    
    



select id
from (select * from "warehouse"."main"."daily" where false limit 0)
where id is null
