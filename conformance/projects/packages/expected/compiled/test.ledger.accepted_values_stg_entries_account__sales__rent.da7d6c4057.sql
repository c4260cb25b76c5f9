
    
    

with all_values as (

    select
        account as value_field,
        count(*) as n_records

    from "warehouse"."main"."shop_entries"
    group by account

)

select *
from all_values
where value_field not in (
    'sales','rent'
)
