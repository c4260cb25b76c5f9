{% macro total(column) %}sum({{ column }}){% endmacro %}
