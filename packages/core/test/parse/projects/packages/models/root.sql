select '{{ shared() }}' a, '{{ beta.pick_it() }}' b, '{{ var('g') }}' from {{ ref('a_model') }} join {{ ref('dup') }} x {{ alpha.shared() }}
