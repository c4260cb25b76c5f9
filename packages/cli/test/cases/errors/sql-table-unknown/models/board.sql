select * from stg_order
