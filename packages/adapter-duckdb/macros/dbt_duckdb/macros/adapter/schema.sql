{# Schemas. Attached databases of other kinds know fewer of them. #}

{% macro duckdb__create_schema(relation) -%}
  {%- set query %}
    select type from duckdb_databases()
    where lower(database_name)='{{ relation.database | lower }}'
    and type != 'duckdb'
  {% endset -%}
  {%- set foreign = run_query(query) if execute else [] -%}
  {%- set kind = foreign.columns[0].values()[0] if foreign | length > 0 else 'duckdb' -%}
  {%- if kind == 'sqlite' and relation.schema != 'main' -%}
    {%- do exceptions.raise_compiler_error("Schema must be 'main' when writing to sqlite, not '" ~ relation.schema ~ "'") -%}
  {%- elif kind not in ['sqlite', 'mysql'] -%}
    {%- call statement('create_schema') -%}
      create schema if not exists {{ relation.without_identifier() }}
    {%- endcall -%}
  {%- endif -%}
{%- endmacro %}

{% macro duckdb__drop_schema(relation) -%}
  {%- call statement('drop_schema') -%}
    drop schema if exists {{ relation.without_identifier() }} cascade
  {%- endcall -%}
{%- endmacro %}

{% macro duckdb__list_schemas(database) -%}
  {%- set query %}
    select schema_name
    from system.information_schema.schemata
    {%- if database is not none %}
    where lower(catalog_name) = '{{ database | lower }}'
    {%- endif %}
  {% endset -%}
  {{ return(run_query(query)) }}
{%- endmacro %}

{% macro duckdb__check_schema_exists(information_schema, schema) -%}
  {%- set query %}
    select count(*)
    from system.information_schema.schemata
    where lower(schema_name) = '{{ schema | lower }}'
    and lower(catalog_name) = '{{ information_schema.database | lower }}'
  {% endset -%}
  {{ return(run_query(query)) }}
{%- endmacro %}
