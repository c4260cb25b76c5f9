
    
    

select
    n as unique_field,
    count(*) as n_records

from "warehouse"."prod"."base"
where n is not null
group by n
having count(*) > 1
