{{ config(materialized='incremental', unique_key=['id', 'customer_id'], tags=['big']) }}
select id, customer_id, amount from {{ ref('stg_paid') }}
