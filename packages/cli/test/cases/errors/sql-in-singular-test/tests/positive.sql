select *
from {{ ref('a') }}
where idd < 0
