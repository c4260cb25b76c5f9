{# Contracts: the columns a model promises, checked before the build and written into its DDL. #}

{%- macro get_table_columns_and_constraints() -%}
  {{ adapter.dispatch('get_table_columns_and_constraints', 'dbt')() }}
{%- endmacro -%}

{% macro default__get_table_columns_and_constraints() -%}
  {{ return(table_columns_and_constraints()) }}
{%- endmacro %}

{% macro table_columns_and_constraints() %}
  {%- set parts = adapter.render_raw_columns_constraints(raw_columns=model['columns'])
    + adapter.render_raw_model_constraints(raw_constraints=model['constraints']) %}
    (
    {{ parts | join(',\n    ') }}
    )
{% endmacro %}

{%- macro get_assert_columns_equivalent(sql) -%}
  {{ adapter.dispatch('get_assert_columns_equivalent', 'dbt')(sql) }}
{%- endmacro -%}

{% macro default__get_assert_columns_equivalent(sql) -%}
  {{ return(assert_columns_equivalent(sql)) }}
{%- endmacro %}

{# Stops the model unless its query gives the promised columns: same number, names and types, in any order. #}
{% macro assert_columns_equivalent(sql) %}
  {%- if not model['columns'] -%}
    {%- do exceptions.raise_contract_error([], []) -%}
  {%- endif -%}
  {%- set found = format_columns(get_column_schema_from_query(sql, config.get('sql_header', none))) -%}
  {%- set promised = format_columns(get_column_schema_from_query(get_empty_schema_sql(model['columns']))) -%}
  {%- set by_name = {} -%}
  {%- for column in promised | reverse -%}
    {%- do by_name.update({column['name']: column['formatted']}) -%}
  {%- endfor -%}
  {%- set broken = namespace(value=(found | length != promised | length)) -%}
  {%- for column in found if by_name.get(column['name']) != column['formatted'] -%}
    {%- set broken.value = true -%}
  {%- endfor -%}
  {%- if broken.value -%}
    {%- do exceptions.raise_contract_error(promised, found) -%}
  {%- endif -%}
{% endmacro %}

{% macro format_columns(columns) %}
  {%- set format = adapter.dispatch('format_column', 'dbt') -%}
  {%- set formatted = [] -%}
  {%- for column in columns -%}
    {%- do formatted.append(format(column)) -%}
  {%- endfor -%}
  {{ return(formatted) }}
{% endmacro %}

{% macro default__format_column(column) -%}
  {{ return({
    'name': column.name,
    'data_type': column.dtype,
    'formatted': column.column.lower() ~ ' ' ~ column.dtype
  }) }}
{%- endmacro %}
