
    
    



select dbt_scd_id
from "warehouse"."history"."people_timestamp"
where dbt_scd_id is null
