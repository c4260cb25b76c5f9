{{ config(tags=["again"]) }}
select * from {{ ref("typed") }}
