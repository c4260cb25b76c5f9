select id, (amount * 100)::bigint as cents, '2026-01-01'::date as today from "warehouse"."main"."stg_sales"
