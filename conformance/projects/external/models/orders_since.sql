{{ config(materialized="table_function", parameters=["since", "least"]) }}
select * from {{ ref("stg_orders") }} where day >= since and amount >= least
