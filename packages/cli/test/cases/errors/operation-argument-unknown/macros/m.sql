{% macro clean_up(name) %}{{ name }}{% endmacro %}
