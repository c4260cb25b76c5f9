{{ config(materialized='ephemeral') }}
select
{%- for column in ['amount', 'amounts'] %}
  {{ total(column) }} as {{ column }}_total{{ "," if not loop.last }}
{%- endfor %}
from {{ ref('a') }}
