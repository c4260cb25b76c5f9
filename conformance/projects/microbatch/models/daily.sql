{{ config(materialized="incremental", incremental_strategy="microbatch", begin="2026-01-01", batch_size="day", lookback=1) }}
select id, kind, amount, happened_at from {{ ref("events") }}
