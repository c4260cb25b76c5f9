
    
    



select customer_id
from "warehouse"."main_staging"."stg_customers"
where customer_id is null
