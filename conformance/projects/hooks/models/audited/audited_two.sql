{{ config(pre_hook=[note("own before"), {"sql": note("own outside"), "transaction": false}], post_hook=note("own after"), materialized="view") }}
select id + 1 as id from {{ ref("audited_one") }}
