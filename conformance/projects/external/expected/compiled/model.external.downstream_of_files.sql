
select p.id, c.currency, m.month from "warehouse"."main"."orders_parquet" as p
join "warehouse"."main"."orders_csv" as c using (id)
join "warehouse"."main"."orders_by_month" as m using (id)
join "warehouse"."main"."orders_json" as j using (id)
