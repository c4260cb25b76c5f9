
    
    



select label
from "warehouse"."main"."totals"
where label is null
