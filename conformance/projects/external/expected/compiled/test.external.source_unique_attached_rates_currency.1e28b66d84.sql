
    
    

select
    currency as unique_field,
    count(*) as n_records

from "reference"."main"."rates"
where currency is not null
group by currency
having count(*) > 1
