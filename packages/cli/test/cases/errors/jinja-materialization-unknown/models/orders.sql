{{ config(materialized='incremetal') }}
select 1 as id
