{{ config(materialized="table") }}
select customer, sum(amount) * {{ var("rate") }} as total, count(*) as sales, '{{ env_var("UNIT_REGION", "none") }}' as region
from {{ ref("stg_sales") }} group by customer
