{{ config(materialized="incremental", incremental_strategy="microbatch", begin="2025-12-01", batch_size="month") }}
select id, happened_at, '{{ this.identifier }}' as own from {{ ref("events").render() }}
