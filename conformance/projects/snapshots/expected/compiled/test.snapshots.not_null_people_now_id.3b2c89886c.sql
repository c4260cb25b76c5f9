
    
    



select id
from "warehouse"."main"."people_now"
where id is null
