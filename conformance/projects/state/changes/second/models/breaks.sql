{{ config(materialized="table") }}
select n from {{ ref("base") }} where error_column = 1
