select 'text' as id, 1 as extra
