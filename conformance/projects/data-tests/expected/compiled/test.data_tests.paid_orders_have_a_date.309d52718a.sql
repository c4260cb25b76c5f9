

select * from (select * from "warehouse"."main"."orders" where status = 'paid') dbt_subquery where not coalesce(paid_on is not null, false)
