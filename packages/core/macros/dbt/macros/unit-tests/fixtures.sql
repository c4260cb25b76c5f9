{# Fixtures of unit tests as SQL: every value cast to the type of the column it stands for. #}

{# The rows given for an input. Columns they leave out are null; types come from the relation itself, or from the deferred one. #}
{% macro get_fixture_sql(rows, column_name_to_data_types) %}
-- Fixture for {{ model.name }}
{%- set types = column_name_to_data_types -%}
{%- set quoted = {} -%}
{%- if not types -%}
  {%- set types = {} -%}
  {%- set origin = defer_relation if (defer_relation and not load_relation(this)) else this -%}
  {%- for column in adapter.get_columns_in_relation(origin) -%}
    {%- do types.update({column.name | lower: column.data_type}) -%}
    {%- do quoted.update({column.name | lower: column.quoted}) -%}
  {%- endfor -%}
{%- endif -%}
{%- if not types -%}
  {%- do exceptions.raise_compiler_error(
    "Not able to get columns for unit test '" ~ model.name ~ "' from relation " ~ this ~ " because the relation doesn't exist"
  ) -%}
{%- endif -%}
{%- do validate_fixture_rows(rows, row_number) -%}

{# The line break after the head is what stands before the first row. #}
{{ '' }}
{%- set written = adapter.tsmodel_write_fixture_rows(rows, types, quoted, true) -%}
{%- if written is not none -%}
{{ written }}
{%- else -%}
{%- set blank = {} -%}
{%- set nulls = {} -%}
{%- for name, type in types.items() -%}
  {%- if type not in nulls -%}{%- do nulls.update({type: safe_cast('null', type) | trim}) -%}{%- endif -%}
  {%- do blank.update({name: nulls[type]}) -%}
{%- endfor -%}
{%- for row in rows -%}
{%- set values = blank.copy() -%}
{%- do values.update(format_row(row, types)) -%}
select
{%- for name, value in values.items() %} {{ value }} as {{ quoted.get(name, name) }}{{ ',' if not loop.last }}{% endfor %}
{%- if not loop.last %}
union all
{% endif %}
{%- else -%}
    select
    {%- for name, value in blank.items() %} {{ value }} as {{ quoted.get(name, name) }}{{ ',' if not loop.last }}{% endfor %}
    limit 0
{%- endfor -%}
{%- endif -%}
{% endmacro %}

{# The rows a model is expected to give: only the columns that the test names. #}
{% macro get_expected_sql(rows, column_name_to_data_types, column_name_to_quoted) %}
{%- set written = adapter.tsmodel_write_fixture_rows(rows, column_name_to_data_types, column_name_to_quoted, false) -%}
{%- if written is not none -%}
{{ written }}
{%- else -%}
{%- for row in rows -%}
select
{%- for name, value in format_row(row, column_name_to_data_types).items() %} {{ value }} as {{ column_name_to_quoted[name] }}{{ ',' if not loop.last }}{% endfor %}
{%- if not loop.last %}
union all
{% endif %}
{%- else -%}
    select * from dbt_internal_unit_test_actual
    limit 0
{%- endfor -%}
{%- endif -%}
{% endmacro %}

{# {name in lower case: typed SQL value}. A length on a text type is left off: it would cut the value short. #}
{%- macro format_row(row, column_name_to_data_types) -%}
  {%- set formatted = {} -%}
  {%- for given_name, value in row.items() -%}
    {%- set name = given_name | lower -%}
    {%- if name not in column_name_to_data_types -%}
      {%- set fixture = 'expected output' if model.resource_type == 'unit_test' else "'" ~ model.name ~ "'" -%}
      {%- do exceptions.raise_compiler_error(
        "Invalid column name: '" ~ name ~ "' in unit test fixture for " ~ fixture ~ '.\nAccepted columns for '
        ~ fixture ~ ' are: ' ~ (column_name_to_data_types.keys() | list)
      ) -%}
    {%- endif -%}
    {%- set type = column_name_to_data_types[name] -%}
    {%- if value is string -%}
      {%- set type = type.split('(')[0] if 'varying' in type else type -%}
      {%- set literal = dbt.string_literal(dbt.escape_single_quotes(value)) -%}
    {%- else -%}
      {%- set literal = 'null' if value is none else value -%}
    {%- endif -%}
    {%- do formatted.update({name: safe_cast(literal, type)}) -%}
  {%- endfor -%}
  {{ return(formatted) }}
{%- endmacro -%}

{# For adapters that cannot take every value. #}
{%- macro validate_fixture_rows(rows, row_number) -%}
  {{ return(adapter.dispatch('validate_fixture_rows', 'dbt')(rows, row_number)) }}
{%- endmacro -%}

{%- macro default__validate_fixture_rows(rows, row_number) -%}{%- endmacro -%}
