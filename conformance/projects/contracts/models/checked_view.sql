{{ config(materialized="view") }}
select placed_on, id from {{ ref("facts") }}
