
    
    



select n
from "warehouse"."dev"."body"
where n is null
