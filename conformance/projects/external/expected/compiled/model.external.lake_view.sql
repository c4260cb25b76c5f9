select count(*) as orders from "other"."main_lake"."lake_orders"
