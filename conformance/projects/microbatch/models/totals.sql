{{ config(materialized="table", event_time=none) }}
select kind, count(*) as n from {{ ref("daily") }} group by kind
