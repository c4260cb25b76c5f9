select id, {{ cents("amount") }} as cents, '{{ var("today") }}'::date as today from {{ ref("stg_sales") }}
