{{
  config(
    incremental_strategy="delete+insert",
    unique_key=["account", "kind"],
    incremental_predicates=["DBT_INCREMENTAL_TARGET.amount < 400", "true"],
    tags=["keys"],
  )
}}
select account, kind, sum(amount) as amount, count(*) as events
from {{ ref("events") }}
group by all
