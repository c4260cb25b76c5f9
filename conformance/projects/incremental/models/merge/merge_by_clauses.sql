{{
  config(
    incremental_strategy="merge",
    unique_key="id",
    merge_clauses={
      "when_matched": [
        {"action": "delete", "condition": "DBT_INTERNAL_SOURCE.kind = 'correction'"},
        {"action": "update", "mode": "explicit", "update": {"include": ["amount"]}},
      ],
      "when_not_matched": [
        {"action": "insert", "mode": "by_name", "condition": "DBT_INTERNAL_SOURCE.amount > 0"},
      ],
    },
  )
}}
select id, account, kind, amount from {{ ref("events") }}
