
    
    



select order_id
from "warehouse"."main_staging"."stg_orders"
where order_id is null
