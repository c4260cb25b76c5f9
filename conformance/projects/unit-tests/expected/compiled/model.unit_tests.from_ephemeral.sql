with __dbt__cte__eph_big as (

select * from "warehouse"."main"."stg_sales" where amount > 5
) select b.customer, b.amount, c.country from __dbt__cte__eph_big as b left join "warehouse"."main"."countries" as c on c.name = b.customer
