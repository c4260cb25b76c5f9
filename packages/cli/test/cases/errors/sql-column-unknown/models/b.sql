-- amounts
select
  id,
  amont
from {{ ref('a') }}
