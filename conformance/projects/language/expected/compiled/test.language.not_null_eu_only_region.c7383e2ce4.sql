
    
    



select region
from "warehouse"."main"."eu_only"
where region is null
