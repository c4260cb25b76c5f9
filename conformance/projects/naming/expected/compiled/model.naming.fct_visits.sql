
select id as person_id, date '2026-01-01' + id::integer as visited_on, id * 10.5 as amount from "prod"."marts"."t_dim_people"
