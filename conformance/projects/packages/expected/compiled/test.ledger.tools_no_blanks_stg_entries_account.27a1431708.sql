
select account from "warehouse"."main"."shop_entries" where trim(account) = ''
