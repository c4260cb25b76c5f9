select id, amount from {{ ref("stg_sales") }}
