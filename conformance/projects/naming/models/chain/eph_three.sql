{{ config(materialized="ephemeral") }}
select one.id, two.n from {{ ref("eph_one") }} as one join {{ ref("eph_two") }} as two using (first_name)
