select id, 'later' as load_kind from "warehouse"."main"."events"
