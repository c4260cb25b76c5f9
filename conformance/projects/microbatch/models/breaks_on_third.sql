{{ config(materialized="incremental", incremental_strategy="microbatch", begin="2026-01-01", batch_size="day", concurrent_batches=false) }}
select id, happened_at, case when {{ "false" if not model.batch else "'" ~ model.batch.id ~ "' = '20260103'" }} then error('third day') end as problem from {{ ref("events") }}
