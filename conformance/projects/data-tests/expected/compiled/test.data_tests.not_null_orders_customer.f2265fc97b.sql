
    
    



select *
from "warehouse"."main"."orders"
where customer is null
