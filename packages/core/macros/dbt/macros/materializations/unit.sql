{# A unit test: the model's query over fixtures beside the rows that were expected, for the caller to compare. #}

{%- materialization unit, default -%}
  {%- set header = (config.get('sql_header') if flags.REQUIRE_SQL_HEADER_IN_TEST_CONFIGS else none) or '' -%}
  {%- set expected_rows = config.get('expected_rows') -%}
  {%- set expected_sql = config.get('expected_sql') -%}
  {%- set names = expected_rows[0].keys() if expected_rows else get_columns_in_query(sql) -%}

  {%- set types = {} -%}
  {%- set quoted = {} -%}
  {%- for column in tsmodel_get_unit_test_columns(sql) -%}
    {%- do types.update({column.name | lower: column.data_type}) -%}
    {%- do quoted.update({column.name | lower: column.quoted}) -%}
  {%- endfor -%}
  {%- set quoted_names = [] -%}
  {%- for name in names -%}
    {%- do quoted_names.append(quoted[name | lower]) -%}
  {%- endfor -%}

  {%- if not expected_sql -%}
    {%- set expected_sql = get_expected_sql(expected_rows, types, quoted) -%}
  {%- endif -%}
  {%- call statement('main', fetch_result=True) -%}
    {{ header }}
    {{ get_unit_test_sql(sql, expected_sql, quoted_names) }}
  {%- endcall -%}

  {{ return({'relations': []}) }}
{%- endmaterialization -%}

{# What the query gives, with the types to cast the expected values to. #}
{% macro tsmodel_get_unit_test_columns(sql) -%}
  {{ return(adapter.dispatch('tsmodel_get_unit_test_columns', 'dbt')(sql)) }}
{%- endmacro %}

{# From an empty table of the query's shape. #}
{% macro default__tsmodel_get_unit_test_columns(sql) -%}
  {%- set shape = make_temp_relation(this.incorporate(type='table')) -%}
  {%- do run_query(get_create_table_as_sql(True, shape, get_empty_subquery_sql(sql))) -%}
  {%- set columns = adapter.get_columns_in_relation(shape) -%}
  {%- do adapter.drop_relation(shape) -%}
  {{ return(columns) }}
{%- endmacro %}

{% macro get_unit_test_sql(main_sql, expected_fixture_sql, expected_column_names) -%}
  {{ adapter.dispatch('get_unit_test_sql', 'dbt')(main_sql, expected_fixture_sql, expected_column_names) }}
{%- endmacro %}

{% macro default__get_unit_test_sql(main_sql, expected_fixture_sql, expected_column_names) -%}
  {%- set columns = expected_column_names | join(', ') -%}
  {%- set side = adapter.quote('actual_or_expected') -%}
-- What the model returns for the given inputs
with dbt_internal_unit_test_actual as (
  select
    {{ columns }}, {{ dbt.string_literal('actual') }} as {{ side }}
  from (
    {{ main_sql }}
  ) _dbt_internal_unit_test_actual
),
-- What it should return
dbt_internal_unit_test_expected as (
  select
    {{ columns }}, {{ dbt.string_literal('expected') }} as {{ side }}
  from (
    {{ expected_fixture_sql }}
  ) _dbt_internal_unit_test_expected
)
select * from dbt_internal_unit_test_actual
union all
select * from dbt_internal_unit_test_expected
{%- endmacro %}
