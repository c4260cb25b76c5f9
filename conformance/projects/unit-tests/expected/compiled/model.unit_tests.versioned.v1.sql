select id, amount from "warehouse"."main"."stg_sales"
