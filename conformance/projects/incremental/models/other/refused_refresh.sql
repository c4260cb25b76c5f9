{{ config(full_refresh=false, incremental_strategy="append") }}
select id, {{ "true" if is_incremental() else "false" }} as is_later, {{ "true" if should_full_refresh() else "false" }} as is_refresh from {{ ref("events") }}
