{{ config(materialized="table") }}
-- depends_on: {{ ref("orders_since") }}
select * from {{ ref("orders_since") }}('2026-02-01'::date, 8)
cross join {{ ref("no_parameters") }}()
