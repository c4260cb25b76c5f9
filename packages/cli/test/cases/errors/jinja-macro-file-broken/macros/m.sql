{% macro euros(column) %}
  {{ column }} / 100
{% endmacroo %}
