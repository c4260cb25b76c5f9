{% macro cents_to_money(column, digits=2) -%}
    ({{ column }} / 100)::decimal(16, {{ digits }})
{%- endmacro %}
{% macro default__surrogate_key(fields) -%}
  md5(concat_ws('|', {{ fields | join(", ") }}))
{%- endmacro %}
