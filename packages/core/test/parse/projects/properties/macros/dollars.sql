{% macro dollars(column, x) %}{{ column }}{% endmacro %}
