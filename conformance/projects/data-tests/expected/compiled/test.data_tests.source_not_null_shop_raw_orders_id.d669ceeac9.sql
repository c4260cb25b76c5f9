
    
    



select id
from "warehouse"."main"."raw_orders"
where id is null
