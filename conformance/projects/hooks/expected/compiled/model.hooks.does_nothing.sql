
select 1
