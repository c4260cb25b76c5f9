{# Changing the columns of a table. DuckDB takes one change at a time. #}

{% macro duckdb__alter_relation_add_remove_columns(relation, add_columns, remove_columns) %}
  {%- set head = 'alter ' ~ relation.type ~ ' ' ~ relation -%}
  {%- for column in add_columns or [] -%}
    {%- do run_query(head ~ ' add column ' ~ api.Relation.create(identifier=column.name) ~ ' ' ~ column.data_type) -%}
  {%- endfor -%}
  {%- for column in remove_columns or [] -%}
    {%- do run_query(head ~ ' drop column ' ~ api.Relation.create(identifier=column.name)) -%}
  {%- endfor -%}
{% endmacro %}

{# In place: a table that was updated and altered in one transaction cannot be committed. #}
{% macro duckdb__alter_column_type(relation, column_name, new_column_type) -%}
  {%- call statement('alter_column_type') -%}
    alter table {{ relation }} alter column {{ adapter.quote(column_name) }} type {{ new_column_type }}
  {%- endcall -%}
{%- endmacro %}

{# The header cannot stand inside DESCRIBE (…), so it is sent ahead: what it sets holds for the session. #}
{% macro duckdb__get_empty_subquery_sql(select_sql, select_sql_header=none) %}
  {%- if select_sql_header is not none -%}
    {%- do run_query(select_sql_header) -%}
  {%- endif %}
    select * from (
        {{ select_sql }}
    ) as __dbt_sbq
    where false
    limit 0
{% endmacro %}

{# A query can be described without a table of its shape, which would give a column without a type this one. #}
{% macro duckdb__tsmodel_get_unit_test_columns(sql) -%}
  {%- call statement('tsmodel_get_unit_test_columns', fetch_result=True) %}
    select
      column_name,
      if(column_type = '"NULL"', 'INTEGER', column_type) as data_type,
      cast(null as bigint) as character_maximum_length,
      cast(null as bigint) as numeric_precision,
      cast(null as bigint) as numeric_scale
    from (describe {{ get_empty_subquery_sql(sql) }})
  {% endcall -%}
  {{ return(sql_convert_columns_in_relation(load_result('tsmodel_get_unit_test_columns').table)) }}
{%- endmacro %}

{# The columns of the contract in brackets, for INSERT. #}
{% macro get_column_names() %}
    (
    {%- for column in model['columns'].values() %}
      {{ adapter.quote(column['name']) if column.get('quote') else column['name'] }}{{ ',' if not loop.last }}
    {%- endfor %}
    )
{% endmacro %}
