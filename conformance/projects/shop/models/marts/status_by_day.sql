select order_date,
{{ kit.pivot("status", kit.get_column_values(ref("stg_orders"), "status", order_by="1"), prefix="is ") }}
from {{ ref("stg_orders") }} group by order_date
