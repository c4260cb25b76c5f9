{{ config(alias="Mixed Case", schema="Odd Schema", materialized="table", tags=["needs_second"]) }}
select 1 as "Some Column", 2 as plain
