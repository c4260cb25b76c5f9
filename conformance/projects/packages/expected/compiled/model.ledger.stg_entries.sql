select entry_id, account, round(amount, 2) as amount, booked_on, 'the ledger helps' as helper, 'from ledger' as shared
from "warehouse"."x_ledger_raw_ledger"."entries"
where booked_on >= '2026-01-01'::date
