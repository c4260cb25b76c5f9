{{ config(materialized="table") }}
select id, name, city, dbt_valid_from is not null as is_known
from {{ ref("people_timestamp") }}
where dbt_valid_to is null
