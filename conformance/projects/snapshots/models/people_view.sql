select id, name, city from {{ ref("people") }}
