{% macro euros(column) %}1{% endmacro %}
