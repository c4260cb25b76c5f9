select 'us' as region, 'only_here' as own
