select id, '{{ "later" if is_incremental() else "first" }}' as load_kind from {{ ref("events") }}
