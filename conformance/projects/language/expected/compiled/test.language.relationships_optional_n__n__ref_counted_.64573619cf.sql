
    
    

with child as (
    select n as from_field
    from "warehouse"."main"."optional"
    where n is not null
),

parent as (
    select n as to_field
    from "warehouse"."main"."counted"
)

select
    from_field

from child
left join parent
    on child.from_field = parent.to_field

where parent.to_field is null
