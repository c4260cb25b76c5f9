{% macro euros(column) %}{{ column }} / 100{% endmacro %}
