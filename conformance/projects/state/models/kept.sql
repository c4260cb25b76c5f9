select * from {{ ref("base") }}
