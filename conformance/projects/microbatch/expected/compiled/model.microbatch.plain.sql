
select id, kind, happened_at from (select * from "warehouse"."main"."events_view" where happened_at >= '2026-01-02 00:00:00+00:00' and happened_at < '2026-01-04 00:00:00+00:00')
