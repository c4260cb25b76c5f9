
    
    

with all_values as (

    select
        paid_on as value_field,
        count(*) as n_records

    from "warehouse"."main"."orders"
    group by paid_on

)

select *
from all_values
where value_field not in (
    '2026-01-01'
)
