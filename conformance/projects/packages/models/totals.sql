select
    {{ tools.rounded("sum(balance)") }} as total,
    {{ tools.labelled("total") }} as label,
    {{ tools.initials("'total'") }} as initials,
    {{ shared_name() }} as shared,
    {{ ledger.shared_name() }} as ledger_shared,
    '{{ tools.settings()["suffix"] }} {{ tools.settings()["project"] }}' as settings,
    '{{ var("currency") }}' as currency
from {{ ref("ledger", "balances") }}
