{% macro duckdb__labelled(name) %}'{{ name }} on duckdb'{% endmacro %}
{% macro default__initials(name) -%} upper(left({{ name }}, 2)) {%- endmacro %}
