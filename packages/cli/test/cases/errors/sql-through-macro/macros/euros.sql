{% macro euros(column) %}
  round(amoun / 100, 2)
{% endmacro %}
