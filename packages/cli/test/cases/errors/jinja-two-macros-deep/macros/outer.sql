{% macro outer(items) %}
select {{ inner(items) }} as id
{% endmacro %}
