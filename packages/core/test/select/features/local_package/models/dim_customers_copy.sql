select * from {{ ref('lp_top') }}
