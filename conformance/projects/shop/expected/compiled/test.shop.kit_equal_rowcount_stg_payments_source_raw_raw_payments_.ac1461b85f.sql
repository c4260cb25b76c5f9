

select abs((select count(*) from "warehouse"."main_staging"."stg_payments") - (select count(*) from "warehouse"."main_raw"."raw_payments")) as diff
