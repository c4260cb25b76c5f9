select
  {{ euros('amount') }} as euros
from {{ ref('a') }}
