
    
    



select id
from "warehouse"."main"."merge_rows"
where id is null
