{{ config({'materialized': 'incremental', 'unique_key': ['a', 'b'], 'pre_hook': ['select 1', {'sql': 'select 2', 'transaction': False}], 'schema': 'crm', 'custom': {'deep': [true]}}) }}
select {{ cents('amount') }}, {{ helper.twice(2) }} from {{ ref('country') }} where {{ dbt.date_trunc('day', 'x') }}
