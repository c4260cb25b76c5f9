

  (
    select cast('stg_orders' as TEXT) as _source,
      cast("order_id" as INTEGER) as "order_id",
      cast("customer_id" as INTEGER) as "customer_id",
      cast("order_date" as DATE) as "order_date",
      cast(null as INTEGER) as "payment_id",
      cast(null as character varying(256)) as "payment_method",
      cast(null as DECIMAL(16,2)) as "amount",
      cast(null as character varying(256)) as "first_name",
      cast(null as character varying(256)) as "last_name"
    from "warehouse"."main_staging"."stg_orders"
  )
  union all
  (
    select cast('stg_payments' as TEXT) as _source,
      cast("order_id" as INTEGER) as "order_id",
      cast(null as INTEGER) as "customer_id",
      cast(null as DATE) as "order_date",
      cast("payment_id" as INTEGER) as "payment_id",
      cast("payment_method" as character varying(256)) as "payment_method",
      cast("amount" as DECIMAL(16,2)) as "amount",
      cast(null as character varying(256)) as "first_name",
      cast(null as character varying(256)) as "last_name"
    from "warehouse"."main_staging"."stg_payments"
  )
  union all
  (
    select cast('stg_customers' as TEXT) as _source,
      cast(null as INTEGER) as "order_id",
      cast("customer_id" as INTEGER) as "customer_id",
      cast(null as DATE) as "order_date",
      cast(null as INTEGER) as "payment_id",
      cast(null as character varying(256)) as "payment_method",
      cast(null as DECIMAL(16,2)) as "amount",
      cast("first_name" as character varying(256)) as "first_name",
      cast("last_name" as character varying(256)) as "last_name"
    from "warehouse"."main_staging"."stg_customers"
  )
