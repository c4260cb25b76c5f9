
    
    

select
    id as unique_field,
    count(*) as n_records

from "warehouse"."main"."merge_rows"
where id is not null
group by id
having count(*) > 1
