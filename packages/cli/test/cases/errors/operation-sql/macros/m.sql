{% macro clean_up() %}
  {% do run_query("drop table nowhere") %}
{% endmacro %}
