
    
    



select amount
from "warehouse"."main"."fct_orders"
where amount is null
