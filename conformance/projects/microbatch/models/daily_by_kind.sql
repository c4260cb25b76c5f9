{{ config(materialized="incremental", incremental_strategy="microbatch", begin="2026-01-01", batch_size="day", event_time="day", unique_key="day", concurrent_batches=false) }}
select kind, date_trunc('day', happened_at) as day, sum(amount) as amount, '{{ model.batch.id if model.batch else "" }}' as batch_id
from {{ ref("daily") }} group by all
