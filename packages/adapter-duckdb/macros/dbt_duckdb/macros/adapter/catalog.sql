{# The rows of catalog.json: one for each column of a relation. #}

{% macro duckdb__get_catalog(information_schema, schemas) -%}
  {{ return(run_query(duckdb__get_catalog_sql(information_schema, duckdb__get_catalog_schemas_where_clause_sql(schemas)))) }}
{%- endmacro %}

{% macro duckdb__get_catalog_relations(information_schema, relations) -%}
  {{ return(run_query(duckdb__get_catalog_sql(information_schema, duckdb__get_catalog_relations_where_clause_sql(relations)))) }}
{%- endmacro %}

{%- macro duckdb__get_catalog_sql(information_schema, where_clause) -%}
    with tables as (
      {{ duckdb__get_catalog_tables_sql(information_schema) }}
      {{ where_clause }}
    ),
    columns as (
      {{ duckdb__get_catalog_columns_sql(information_schema) }}
      {{ where_clause }}
    )
    {{ duckdb__get_catalog_results_sql() }}
{%- endmacro -%}

{% macro duckdb__get_catalog_tables_sql(information_schema) -%}
    select *
    from (
        select database_name as table_database, schema_name as table_schema, table_name, 'BASE TABLE' as table_type, comment as table_comment
        from duckdb_tables()
        where upper(database_name) = upper('{{ information_schema.database }}')
        union all
        select database_name as table_database, schema_name as table_schema, view_name as table_name, 'VIEW' as table_type, comment as table_comment
        from duckdb_views()
        where upper(database_name) = upper('{{ information_schema.database }}')
    ) catalog_tables
{%- endmacro %}

{% macro duckdb__get_catalog_columns_sql(information_schema) -%}
    select *
    from (
        select
            database_name as table_database,
            schema_name as table_schema,
            table_name,
            column_name,
            column_index,
            data_type as column_type,
            comment as column_comment
        from duckdb_columns()
        where upper(database_name) = upper('{{ information_schema.database }}')
    ) catalog_columns
{%- endmacro %}

{% macro duckdb__get_catalog_results_sql() -%}
    select
        table_database, table_schema, table_name,
        tables.table_type, tables.table_comment,
        columns.column_name, columns.column_index, columns.column_type, columns.column_comment,
        null as table_owner
    from tables
    join columns using (table_database, table_schema, table_name)
    order by table_schema, table_name, column_index
{%- endmacro %}

{% macro duckdb__get_catalog_schemas_where_clause_sql(schemas) -%}
  {%- if schemas | length == 0 %}
    where 1 = 0
  {%- else %}
    where (
    {%- for schema in schemas %}
      upper(table_schema) = upper('{{ schema }}') {{ 'or' if not loop.last }}
    {%- endfor %}
    )
  {%- endif %}
{%- endmacro %}

{% macro duckdb__get_catalog_relations_where_clause_sql(relations) -%}
  {%- if relations | length == 0 %}
    where 1 = 0
  {%- else %}
    where (
    {%- for relation in relations %}
      {%- if not relation.schema -%}
        {%- do exceptions.raise_compiler_error('`get_catalog_relations` requires a list of relations, each with a schema') -%}
      {%- endif %}
      (
        upper(table_schema) = upper('{{ relation.schema }}')
        {%- if relation.identifier %} and upper(table_name) = upper('{{ relation.identifier }}'){% endif %}
      ) {{ 'or' if not loop.last }}
    {%- endfor %}
    )
  {%- endif %}
{%- endmacro %}
