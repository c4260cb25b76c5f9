select '{{ var("region") }}' as region, '{{ var("own") }}' as own
