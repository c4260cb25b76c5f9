
select c.*, o.* exclude (customer_id) from "warehouse"."main"."customers" as c left join "warehouse"."main"."latest_orders" as o using (customer_id)


    except


select c.*, o.* exclude (customer_id) from "warehouse"."main"."customers" as c join "warehouse"."main"."latest_orders" as o using (customer_id) where o.status = 'never'
