{{ config(materialized="view") }}
select c.*, o.* exclude (customer_id) from {{ ref("customers") }} as c left join {{ ref("latest_orders") }} as o using (customer_id)
{{ dbt.except() }}
select c.*, o.* exclude (customer_id) from {{ ref("customers") }} as c join {{ ref("latest_orders") }} as o using (customer_id) where o.status = 'never'
