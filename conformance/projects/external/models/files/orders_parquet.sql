select * from {{ ref("stg_orders") }} order by id
