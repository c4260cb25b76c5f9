select * from {{ ref("events") }}
