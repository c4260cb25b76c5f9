{{ config(sql_header="create or replace temp macro twice(x) as x * 2;", materialized="table") }}
select count(*) as n, twice(21) as header from {{ ref("stg") }}
