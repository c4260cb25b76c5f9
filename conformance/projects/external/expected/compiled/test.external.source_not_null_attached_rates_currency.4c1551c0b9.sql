
    
    



select currency
from "reference"."main"."rates"
where currency is null
