select 1 from {{ ref('b_model') }}
