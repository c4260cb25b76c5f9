select account, sum(amount) as balance, 'USD' as currency, 'x_ledger_ledger' as own_schema
from "warehouse"."x_ledger_ledger"."stg_entries"
group by account
