
    
    



select id
from "warehouse"."main"."orders"
where id is null
