{{ config(materialized='incremental') }}
{{ watcher.empty_table(['command', 'vars', 'given', 'selected', 'version', 'project', 'paths', 'profile', 'started']) }}
