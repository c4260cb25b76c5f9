{{ config(materialized="table") }}
select n, name from {{ ref("numbers") }}
