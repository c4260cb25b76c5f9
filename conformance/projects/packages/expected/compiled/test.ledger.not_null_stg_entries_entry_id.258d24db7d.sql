
    
    



select entry_id
from "warehouse"."main"."shop_entries"
where entry_id is null
