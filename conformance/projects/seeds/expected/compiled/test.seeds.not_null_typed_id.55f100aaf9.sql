
    
    



select id
from "warehouse"."main"."typed_table"
where id is null
