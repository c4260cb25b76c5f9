{{ check(none) }}
select 1 as id
