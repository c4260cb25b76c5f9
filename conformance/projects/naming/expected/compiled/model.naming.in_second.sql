
select count(*) as people from "warehouse"."base__marts"."t_dim_people"
