
    
    



select amount
from "warehouse"."main"."orders"
where amount is null
