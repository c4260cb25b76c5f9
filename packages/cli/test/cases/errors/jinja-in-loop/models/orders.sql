select
{% for column in ['a', 'b', 3] %}
  {{ column.upper() }} as c{{ loop.index }},
{% endfor %}
  1 as id
