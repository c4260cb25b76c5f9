{{ config(alias='orders_staged', docs={'show': false}, on_schema_change=none, database=none) }}
select 1 as id, {{ var('limit_rows') }} as n {# comment {{ ref('nothing') }} #}
