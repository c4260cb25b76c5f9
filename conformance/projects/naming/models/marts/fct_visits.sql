{{ config(tags="single", meta={"keep": 2, "own": true}) }}
select id as person_id, date '2026-01-01' + id::integer as visited_on, id * 10.5 as amount from {{ ref("dim_people") }}
