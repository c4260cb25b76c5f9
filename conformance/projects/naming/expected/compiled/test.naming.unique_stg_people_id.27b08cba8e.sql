
    
    

select
    id as unique_field,
    count(*) as n_records

from "prod"."base"."people_eu"
where id is not null
group by id
having count(*) > 1
