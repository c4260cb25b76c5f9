
    
    



select account
from "warehouse"."main"."shop_entries"
where account is null
