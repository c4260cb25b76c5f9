
select rows_ from (select count(*) as rows_ from "warehouse"."x_ledger_ledger"."balances") as counted where rows_ < 2
