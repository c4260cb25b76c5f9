select * from {{ ref("breaks") }}
