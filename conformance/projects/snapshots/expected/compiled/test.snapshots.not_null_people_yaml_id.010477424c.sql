
    
    



select id
from "warehouse"."history"."people_yaml"
where id is null
