

select cast(null as varchar) as unique_id, cast(null as varchar) as keys, cast(null as varchar) as macros, cast(null as varchar) as nodes, cast(null as varchar) as meta, cast(null as varchar) as tags, cast(null as varchar) as described, cast(null as varchar) as compiled, cast(null as varchar) as call where false
