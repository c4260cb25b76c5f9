select
    round(sum(balance), 2) as total,
    'total by the shop' as label,
    upper(left('total', 2)) as initials,
    'from shop' as shared,
    'from ledger' as ledger_shared,
    'no suffix shop' as settings,
    'USD' as currency
from "warehouse"."x_ledger_ledger"."balances"
