with __dbt__cte__eph_one as (

select id, first_name from "prod"."base"."people_eu"
),  __dbt__cte__other_name as (

with counted as (select first_name, count(*) as n from __dbt__cte__eph_one group by 1)
select * from counted
),  __dbt__cte__eph_three as (

select one.id, two.n from __dbt__cte__eph_one as one join __dbt__cte__other_name as two using (first_name)
) select p.id, p.first_name, p.selected, e.n as "Name Count" from "prod"."base"."people_eu" as p join __dbt__cte__eph_three as e using (id)
