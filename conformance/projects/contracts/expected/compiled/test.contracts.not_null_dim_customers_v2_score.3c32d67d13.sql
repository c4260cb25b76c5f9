
    
    



select score
from "warehouse"."main"."dim_customers"
where score is null
