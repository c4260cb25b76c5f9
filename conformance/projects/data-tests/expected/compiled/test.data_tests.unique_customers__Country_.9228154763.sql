
    
    

select
    "Country" as unique_field,
    count(*) as n_records

from "warehouse"."main"."customers"
where "Country" is not null
group by "Country"
having count(*) > 1
