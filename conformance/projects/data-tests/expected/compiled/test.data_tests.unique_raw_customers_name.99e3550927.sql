
    
    

select
    name as unique_field,
    count(*) as n_records

from "warehouse"."main"."raw_customers"
where name is not null
group by name
having count(*) > 1
