select * from {{ ref('lp_base') }}
