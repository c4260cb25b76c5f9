{{ config(materialized="ephemeral", alias="other_name") }}
with counted as (select first_name, count(*) as n from {{ ref("eph_one") }} group by 1)
select * from counted
