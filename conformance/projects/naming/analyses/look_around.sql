select * from {{ ref("eph_three") }} where id > {{ var("least", 0) }}
