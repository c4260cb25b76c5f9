{{ config(materialized="copied_view", level=3) }}
select * from {{ ref("seeded") }}
