
    
    



select customer_id
from "warehouse"."main"."dim_customers_v3"
where customer_id is null
