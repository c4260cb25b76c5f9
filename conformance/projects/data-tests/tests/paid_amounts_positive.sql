{{ config(tags=["amounts"], limit=5) }}
select id, amount from {{ ref("orders") }} where status = 'paid' and amount <= 0
