
    
    



select "Country"
from "warehouse"."main"."raw_customers"
where "Country" is null
