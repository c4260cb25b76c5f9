select count(*) as orders from {{ ref("lake_orders") }}
