select id, amount + 1 as amount from "warehouse"."main"."stg_sales"
