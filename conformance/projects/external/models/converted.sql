{{ config(materialized="table") }}
select o.id, o.amount * r.rate as amount_eur from {{ ref("stg_orders") }} as o left join {{ source("attached", "rates") }} as r using (currency)
