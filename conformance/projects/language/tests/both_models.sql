select 1 from {{ ref("counted") }} as c, {{ ref("stg") }} as s where c.n < 0 and s.id < 0
