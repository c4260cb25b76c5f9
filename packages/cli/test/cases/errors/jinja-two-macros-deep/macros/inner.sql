{% macro inner(items) %}
  {{ items[0].name.first.second }}
{% endmacro %}
