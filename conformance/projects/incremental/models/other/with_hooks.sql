{{
  config(
    incremental_strategy="delete+insert",
    unique_key="id",
    pre_hook="{% if is_incremental() %}delete from {{ this }} where id = 1{% endif %}",
    post_hook=["update {{ this }} set amount = amount * 2 where id = 2", {"sql": "analyze", "transaction": true}],
  )
}}
select id, amount from {{ ref("events") }}
