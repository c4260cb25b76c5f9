

select cast(null as varchar) as unique_id, cast(null as varchar) as failures, cast(null as varchar) as sample, cast(null as varchar) as arguments where false
