
    
    



select n
from "warehouse"."prod"."base"
where n is null
