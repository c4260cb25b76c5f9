select p.id, p.first_name, p.selected, e.n as "Name Count" from {{ ref("stg_people") }} as p join {{ ref("eph_three") }} as e using (id)
