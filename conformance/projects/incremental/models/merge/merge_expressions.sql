{{
  config(
    incremental_strategy="merge",
    unique_key="id",
    merge_update_columns=["kind"],
    merge_update_set_expressions={"amount": "DBT_INTERNAL_DEST.amount + DBT_INTERNAL_SOURCE.amount", "revision": "DBT_INTERNAL_DEST.revision + 1"},
  )
}}
select id, account, kind, amount, 0 as revision from {{ ref("events") }}
