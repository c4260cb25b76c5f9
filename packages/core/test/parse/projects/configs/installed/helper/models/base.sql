{{ config(tags=['file']) }} select '{{ var('helper_var') }}' as v, '{{ var('region') }}'
