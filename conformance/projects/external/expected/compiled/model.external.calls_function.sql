
-- depends_on: "warehouse"."main"."orders_since"
select * from "warehouse"."main"."orders_since"('2026-02-01'::date, 8)
cross join "warehouse"."main"."no_parameters"()
