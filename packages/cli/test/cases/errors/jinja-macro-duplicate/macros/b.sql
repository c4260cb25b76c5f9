{% macro euros(column) %}2{% endmacro %}
