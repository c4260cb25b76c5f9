{{ config(materialized="view") }}
select name, "Country" from {{ ref("raw_customers") }}
