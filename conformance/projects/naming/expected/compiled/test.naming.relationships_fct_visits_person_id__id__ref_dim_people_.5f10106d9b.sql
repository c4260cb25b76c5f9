
    
    

with child as (
    select person_id as from_field
    from "prod"."marts"."t_fct_visits"
    where person_id is not null
),

parent as (
    select id as to_field
    from "prod"."marts"."t_dim_people"
)

select
    from_field

from child
left join parent
    on child.from_field = parent.to_field

where parent.to_field is null
