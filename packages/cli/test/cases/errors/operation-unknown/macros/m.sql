{% macro clean_up() %}{% endmacro %}
