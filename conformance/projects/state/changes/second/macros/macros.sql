{% macro plus_one(column) %}({{ column }} + 1){% endmacro %}
{% macro nothing_to_do() %}{% endmacro %}
