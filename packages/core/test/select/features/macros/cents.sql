{% macro cents(column) %} ({{ column }} * {{ hundred() }}) {% endmacro %} {% macro hundred() %}100{% endmacro %}
