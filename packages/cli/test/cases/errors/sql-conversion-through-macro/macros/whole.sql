{% macro whole(column) %}
  cast({{ column }} as integer)
{% endmacro %}
