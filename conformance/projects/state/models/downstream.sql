{{ config(materialized="table") }}
select b.n, k.name from {{ ref("body") }} as b join {{ ref("kept") }} as k using (n)
