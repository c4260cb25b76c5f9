

select cast(null as varchar) as command, cast(null as varchar) as vars, cast(null as varchar) as given, cast(null as varchar) as selected, cast(null as varchar) as version, cast(null as varchar) as project, cast(null as varchar) as paths, cast(null as varchar) as profile, cast(null as varchar) as started where false
