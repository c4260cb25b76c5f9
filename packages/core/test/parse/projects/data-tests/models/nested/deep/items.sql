select 1 as id, 'a' as status, 2 as "Odd Name"
