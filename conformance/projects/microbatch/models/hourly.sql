{{ config(materialized="incremental", incremental_strategy="microbatch", begin="2026-01-04T05:00:00", batch_size="hour", full_refresh=false) }}
select id, happened_at from {{ ref("events") }} where happened_at >= '2026-01-04'
