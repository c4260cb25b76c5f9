
select * from "warehouse"."main"."stg_sales" where amount > 5
