select *
from {{ ref('orders_raw')
where id > 1
