
    
    

select
    id as unique_field,
    count(*) as n_records

from (select * from "warehouse"."main"."daily" where false limit 0)
where id is not null
group by id
having count(*) > 1
