{{ config(materialized="table") }}
select p.id, c.currency, m.month from {{ ref("orders_parquet") }} as p
join {{ ref("orders_csv") }} as c using (id)
join {{ ref("orders_by_month") }} as m using (id)
join {{ ref("orders_json") }} as j using (id)
