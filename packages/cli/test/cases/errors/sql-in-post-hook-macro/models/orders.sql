{{ config(materialized='table', post_hook="{{ clean() }}") }}
select 1 as id
