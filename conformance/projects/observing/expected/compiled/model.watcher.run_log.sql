

select cast(null as varchar) as unique_id, cast(null as varchar) as status, cast(null as varchar) as message, cast(null as varchar) as failures, cast(null as varchar) as node_keys, cast(null as varchar) as result_keys, cast(null as varchar) as timings, cast(null as varchar) as sql, cast(null as varchar) as kind where false
