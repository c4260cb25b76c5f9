
select min(entry_id) as entry_id, account, count(*) as entries from "warehouse"."x_ledger_ledger"."stg_entries" group by account
