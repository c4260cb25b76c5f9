select *, 3 as three from {{ ref('fct_orders', v=2) }}
