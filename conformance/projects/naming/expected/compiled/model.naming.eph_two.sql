
with  __dbt__cte__eph_one as (

select id, first_name from "prod"."base"."people_eu"
), counted as (select first_name, count(*) as n from __dbt__cte__eph_one group by 1)
select * from counted
