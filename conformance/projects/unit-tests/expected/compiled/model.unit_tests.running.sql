
select id, amount, sold_on from "warehouse"."main"."stg_sales"
