
select sum(entries) as entries from "warehouse"."main"."shop_entries"
union all
select count(*) from "warehouse"."x_ledger_ledger"."stg_entries"
