with __dbt__cte__private_step as (

select id, amount * 2 as amount from "warehouse"."main"."facts"
) select sum(amount) as total from __dbt__cte__private_step
