select
{% for name in ['a', 'bb'] %}
  sum({{ name }}) as {{ name }},
{% endfor %}
from {{ ref('a') }}
