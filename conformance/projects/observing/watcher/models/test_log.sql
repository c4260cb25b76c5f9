{{ config(materialized='incremental') }}
{{ watcher.empty_table(['unique_id', 'failures', 'sample', 'arguments']) }}
