
    
    

with all_values as (

    select
        "Country" as value_field,
        count(*) as n_records

    from "warehouse"."main"."customers"
    group by "Country"

)

select *
from all_values
where value_field not in (
    'uk','fr','us'
)
