select 'open' as status
