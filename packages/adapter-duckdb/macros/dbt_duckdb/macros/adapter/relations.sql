{# Finding, dropping and renaming relations. #}

{% macro duckdb__list_relations_without_caching(schema_relation) %}
  {%- call statement('list_relations_without_caching', fetch_result=True) %}
    select
      '{{ schema_relation.database }}' as database,
      table_name as name,
      table_schema as schema,
      case table_type when 'BASE TABLE' then 'table' when 'VIEW' then 'view' when 'LOCAL TEMPORARY' then 'table' end as type
    from system.information_schema.tables
    where lower(table_schema) = '{{ schema_relation.schema | lower }}'
    and lower(table_catalog) = '{{ schema_relation.database | lower }}'
  {% endcall -%}
  {{ return(load_result('list_relations_without_caching').table) }}
{% endmacro %}

{# DESCRIBE looks at one relation; the information schema would load the whole catalog of an attached database. #}
{% macro duckdb__get_columns_in_relation(relation) -%}
  {%- call statement('get_columns_in_relation', fetch_result=True) %}
    select
      column_name,
      column_type as data_type,
      cast(null as bigint) as character_maximum_length,
      cast(null as bigint) as numeric_precision,
      cast(null as bigint) as numeric_scale
    from (describe {{ relation.render() }})
  {% endcall -%}
  {{ return(sql_convert_columns_in_relation(load_result('get_columns_in_relation').table)) }}
{%- endmacro %}

{% macro duckdb__drop_relation(relation) -%}
  {%- call statement('drop_relation', auto_begin=False) -%}
    drop {{ relation.type }} if exists {{ relation }}{{ ' cascade' if not adapter.is_ducklake(relation) }}
  {%- endcall -%}
{%- endmacro %}

{% macro duckdb__rename_relation(from_relation, to_relation) -%}
  {%- call statement('rename_relation') -%}
    alter {{ to_relation.type }} {{ from_relation }} rename to {{ adapter.quote_as_configured(to_relation.identifier, 'identifier') }}
  {%- endcall -%}
{%- endmacro %}

{# DuckDB can undo DDL, so a swap belongs into one transaction. #}
{% macro duckdb__tsmodel_ensure_transaction() -%}
  {%- if not adapter.disable_transactions() -%}
    {%- do adapter.ensure_transaction() -%}
  {%- endif -%}
{%- endmacro %}

{#
  The old relation is dropped, not renamed: its indexes and what it was do not matter then, and other sessions that
  look at an index of a table renamed in an open transaction get an error.
#}
{% macro duckdb__tsmodel_swap_relation(existing, staged, target_relation, backup) -%}
  {%- if existing is not none -%}
    {%- do adapter.ensure_transaction() -%}
    {%- do adapter.drop_relation(existing) -%}
  {%- endif -%}
  {%- do adapter.rename_relation(staged, target_relation) -%}
  {%- do return(none) -%}
{%- endmacro %}

{#
  `create or replace` is atomic by itself. What an aborted run of another tool left under the names of the steps is
  theirs to remove, and comments are of the same transaction.
#}
{% macro duckdb__tsmodel_replace_at_once(existing, target_relation, sql) -%}
  {%- if not adapter.replaces_at_once(existing, target_relation) -%}
    {{ return(false) }}
  {%- endif -%}
  {%- for suffix in ['__dbt_tmp', '__dbt_backup'] -%}
    {%- if adapter.get_relation(target_relation.database, target_relation.schema, target_relation.identifier ~ suffix) is not none -%}
      {{ return(false) }}
    {%- endif -%}
  {%- endfor -%}
  {%- set documented = config.persist_relation_docs() or config.persist_column_docs() -%}
  {%- call statement('main', auto_begin=documented) %}
  create or replace {{ target_relation.type }} {{ target_relation }} as (
    {{ sql }}
  );
  {%- endcall -%}
  {%- if documented -%}
    {%- do persist_docs(target_relation, model) -%}
    {%- do adapter.commit() -%}
  {%- endif -%}
  {{ return(true) }}
{%- endmacro %}

{# A temporary table of the connection: it lives in no schema. #}
{% macro duckdb__make_temp_relation(base_relation, suffix) %}
  {%- do return(base_relation.incorporate(path={
    'identifier': base_relation.identifier ~ suffix ~ py_current_timestring(),
    'schema': none,
    'database': none,
  })) -%}
{% endmacro %}

{# Where rows wait for their merge. MotherDuck has no temporary tables on its side: a plain table stands in. #}
{% macro duckdb__dispatch_temporary_relation(target_relation, batch_id='') %}
  {%- if not adapter.is_motherduck() -%}
    {%- do return({'relation': make_temp_relation(target_relation), 'temporary': true}) -%}
  {%- endif -%}
  {%- set relation = target_relation.incorporate(path=adapter.get_temp_relation_path(target_relation, batch_id)) -%}
  {%- do run_query(create_schema(relation)) -%}
  {%- if not adapter.disable_transactions() -%}
    {%- do adapter.commit() -%}
  {%- endif -%}
  {%- do return({'relation': relation, 'temporary': false}) -%}
{% endmacro %}

{% macro duckdb__apply_grants(relation, grant_config, should_revoke=True) %}
  {%- if grant_config -%}
    {%- do adapter.warn_once('Grants for relations are not supported by DuckDB') -%}
  {%- endif -%}
{% endmacro %}
