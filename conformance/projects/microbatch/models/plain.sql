{{ config(materialized="table") }}
select id, kind, happened_at from {{ ref("events_view") }}
