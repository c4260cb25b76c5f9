select order_id, sum(amount) as amount, count(*) as payments from "warehouse"."main_staging"."stg_payments" group by 1
