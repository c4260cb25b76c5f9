{{ config(materialized="table", indexes=[{"columns": ["id"], "unique": true}, {"columns": ["currency", "day"]}]) }}
select id, currency, amount::decimal(10, 2) as amount, day from {{ source("files", "orders") }}
