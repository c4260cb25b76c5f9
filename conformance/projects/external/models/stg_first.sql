select * from {{ source("files", "orders_2026-01") }}
union all
select * from {{ source("formatted", "old_style") }}
union all
select * from {{ source("formatted", "template_style") }}
