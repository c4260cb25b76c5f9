{% macro clean() %}
  delete from
  order where id > 5
{% endmacro %}
