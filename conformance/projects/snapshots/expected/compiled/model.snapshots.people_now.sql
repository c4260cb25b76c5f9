
select id, name, city, dbt_valid_from is not null as is_known
from "warehouse"."history"."people_timestamp"
where dbt_valid_to is null
