
select 1 as "Some Column", 2 as plain
