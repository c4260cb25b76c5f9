{{ config(alias='x', materialized='table') }} select 1
