
    
    



select degrees
from "warehouse"."main"."readings"
where degrees is null
