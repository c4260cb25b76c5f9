{{ config(materialized="table_function") }}
select max(id) as last_id from {{ ref("stg_orders") }}
