select account, sum(amount) as balance, '{{ var("currency", "none") }}' as currency, '{{ this.schema }}' as own_schema
from {{ ref("ledger", "stg_entries") }}
group by account
