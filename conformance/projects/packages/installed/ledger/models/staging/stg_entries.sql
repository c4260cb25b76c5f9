select entry_id, account, {{ tools.rounded("amount") }} as amount, booked_on, {{ own_helper() }} as helper, {{ shared_name() }} as shared
from {{ ref("entries") }}
where booked_on >= '{{ var("ledger_start") }}'::date
