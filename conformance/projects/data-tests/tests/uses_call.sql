{{ config(severity="warn", fail_calc="max(missing)", warn_if=">= 2", store_failures=false) }}
{% set columns = ["customer", "amount", "paid_on"] %}
select {% for column in columns %}count(*) filter ({{ column }} is null){{ " + " if not loop.last }}{% endfor %} as missing
from {{ ref("orders") }}
