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

{% macro clean_timestamp(column) -%}
    cast({{ clean_text(column) }} as timestamptz)
{%- endmacro %}
