

{%- test has_rows(model, column_name) %}
select 1 where not exists (select {{ column_name }} from {{ model }})
{% endtest -%}
