{{ config(materialized="nothing_at_all") }}
select 1
