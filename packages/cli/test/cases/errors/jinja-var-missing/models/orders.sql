select date '{{ var("start_dat") }}' as day
