{{ config(format="parquet", codec="zstd") }}
select id, currency from {{ ref("stg_orders") }} where false
