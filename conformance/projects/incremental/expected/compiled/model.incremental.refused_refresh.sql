
select id, true as is_later, false as is_refresh from "warehouse"."main"."events"
