select '{{ var('g') }}', '{{ var('only') }}', '{{ shared() }}' from {{ source('a_src', 't1') }}
