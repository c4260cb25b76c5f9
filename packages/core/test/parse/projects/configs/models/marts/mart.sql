{{ config(materialized='table', full_refresh=false, batch_size='day', event_time='ts', grants={'select': ['only']}, persist_docs={'relation': false}, access='public', group='sales', freshness={'build_after': {'count': 1, 'period': 'day'}}) }}
select * from {{ ref('erp_items') }}, {{ ref('helper_model') }}
