{# Columns of a relation, as text for a select list. #}
{% macro star(from, except=[], relation_alias=false, prefix="", suffix="") -%}
  {{ return(adapter.dispatch("star", "kit")(from, except, relation_alias, prefix, suffix)) }}
{%- endmacro %}

{% macro default__star(from, except, relation_alias, prefix, suffix) -%}
  {%- if not execute -%}{{ return("*") }}{%- endif -%}
  {%- set left = except | map("lower") | list -%}
  {%- set lines = [] -%}
  {%- for column in adapter.get_columns_in_relation(from) if column.name | lower not in left -%}
    {%- set name = (relation_alias ~ "." if relation_alias else "") ~ adapter.quote(column.name) -%}
    {%- do lines.append(name ~ (" as " ~ adapter.quote(prefix ~ column.name ~ suffix) if prefix or suffix else "")) -%}
  {%- endfor -%}
  {{ return(lines | join(",\n  ")) }}
{%- endmacro %}

{% macro get_column_values(table, column, order_by="count(*) desc", max_records=none, default=none, where=none) -%}
  {{ return(adapter.dispatch("get_column_values", "kit")(table, column, order_by, max_records, default, where)) }}
{%- endmacro %}

{% macro default__get_column_values(table, column, order_by, max_records, default, where) -%}
  {%- if not execute -%}{{ return([]) }}{%- endif -%}
  {%- set relation = load_relation(table) -%}
  {%- if relation is none -%}
    {%- if default is none -%}{% do exceptions.raise_compiler_error("no relation " ~ table) %}{%- endif -%}
    {{ return(default) }}
  {%- endif -%}
  {%- call statement("column_values", fetch_result=true) %}
    select {{ column }} as value from {{ relation }} {{ "where " ~ where if where }} group by {{ column }} order by {{ order_by }}{{ " limit " ~ max_records if max_records is not none }}
  {%- endcall -%}
  {%- set found = load_result("column_values") -%}
  {{ return(found["data"] | map(attribute=0) | list) }}
{%- endmacro %}

{% macro pivot(column, values, agg="sum", then_value=1, else_value=0, prefix="", suffix="", quote_identifiers=true) -%}
  {%- for value in values %}
  {{ agg }}(case when {{ column }} = '{{ kit.escaped(value) }}' then {{ then_value }} else {{ else_value }} end) as {{ adapter.quote(prefix ~ value ~ suffix) if quote_identifiers else prefix ~ value ~ suffix }}{{ "," if not loop.last }}
  {%- endfor %}
{%- endmacro %}

{% macro escaped(value) %}{{ return(value | string | replace("'", "''")) }}{% endmacro %}

{% macro unpivot(relation, keep=[], remove=[], field_name="field_name", value_name="value", cast_to="varchar") -%}
  {%- set narrow = [] -%}
  {%- if execute -%}
    {%- for column in adapter.get_columns_in_relation(relation) if column.name not in keep and column.name not in remove -%}{%- do narrow.append(column) -%}{%- endfor -%}
  {%- endif -%}
  {%- for column in narrow %}
  select {% for name in keep %}{{ name }}, {% endfor %}'{{ column.name }}' as {{ field_name }}, cast({{ column.quoted }} as {{ cast_to }}) as {{ value_name }} from {{ relation }}
  {{ "union all" if not loop.last }}
  {%- endfor -%}
{%- endmacro %}
