{% macro clean_up(a) %}{% endmacro %}
