
    
    



select id
from "warehouse"."main"."orders_parquet"
where id is null
