
    
    

with child as (
    select customer as from_field
    from (select * from "warehouse"."main"."raw_orders" where customer is not null) dbt_subquery
    where customer is not null
),

parent as (
    select name as to_field
    from "warehouse"."main"."customers"
)

select
    from_field

from child
left join parent
    on child.from_field = parent.to_field

where parent.to_field is null
