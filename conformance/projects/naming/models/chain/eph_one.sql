{{ config(materialized="ephemeral") }}
select id, first_name from {{ ref("stg_people") }}
