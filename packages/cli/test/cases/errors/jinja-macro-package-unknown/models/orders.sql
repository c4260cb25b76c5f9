select
  {{ dbt_utils.star(ref('orders_raw')) }}
from x
