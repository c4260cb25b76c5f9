{{ config(tags=["needs_second"]) }}
select count(*) as people from {{ ref("dim_people") }}
