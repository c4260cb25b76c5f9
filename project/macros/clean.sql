{# Raw fields come as text (CSV) or as typed values (Parquet); both go through text. #}

{% macro clean_text(column) -%}
    nullif(trim(cast({{ column }} as varchar)), '')
{%- endmacro %}

{% macro clean_integer(column) -%}
    cast({{ clean_text(column) }} as integer)
{%- endmacro %}

{% macro clean_boolean(column) -%}
    cast({{ clean_text(column) }} as boolean)
{%- endmacro %}

{# The cast passes over blanks behind a time by itself; `trim` would look at each of its characters for them. #}
{% macro clean_timestamp(column) -%}
    cast(nullif(ltrim(cast({{ column }} as varchar)), '') as timestamptz)
{%- endmacro %}
