{{ config(materialized='incremental') }}
{{ watcher.empty_table(watcher.log_columns()) }}
