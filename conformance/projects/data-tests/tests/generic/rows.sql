{% test rows_at_least(model, least, column_name=none) %}
select counted from (select count({{ column_name or "*" }}) as counted from {{ model }}) where counted < {{ least }}
{% endtest %}
