select * from {{ ref('b_seed') }} join {{ ref('alpha', 'dup') }}
