
select o.id, o.amount * r.rate as amount_eur from "warehouse"."main"."stg_orders" as o left join "reference"."main"."rates" as r using (currency)
