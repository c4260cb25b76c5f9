
select kind, count(*) as n from (select * from "warehouse"."main"."daily" where happened_at >= '2026-01-02 00:00:00+00:00' and happened_at < '2026-01-04 00:00:00+00:00') group by kind
