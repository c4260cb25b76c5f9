{# What there is: relations, their columns, and which of them hang on others. #}

{% macro postgres__list_relations_without_caching(schema_relation) %}
  {%- call statement('list_relations_without_caching', fetch_result=True) %}
    select '{{ schema_relation.database }}' as database, found.name, found.schema, found.type
    from (
      select
        c.relname as name,
        n.nspname as schema,
        case c.relkind when 'v' then 'view' when 'm' then 'materialized_view' else 'table' end as type
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm')
      union all
      select distinct p.proname, n.nspname, 'function'
      from pg_proc p
      join pg_namespace n on n.oid = p.pronamespace
    ) found
    where lower(found.schema) = lower('{{ schema_relation.schema }}')
    order by found.type = 'function', found.name
  {% endcall -%}
  {{ return(load_result('list_relations_without_caching').table) }}
{% endmacro %}

{% macro postgres__get_columns_in_relation(relation) -%}
  {%- call statement('get_columns_in_relation', fetch_result=True) %}
    select column_name, data_type, character_maximum_length, numeric_precision, numeric_scale
    from {{ relation.information_schema('columns') }}
    where table_name = '{{ relation.identifier }}'
    {%- if relation.schema %}
      and table_schema = '{{ relation.schema }}'
    {%- endif %}
    order by ordinal_position
  {% endcall -%}
  {{ return(sql_convert_columns_in_relation(load_result('get_columns_in_relation').table)) }}
{% endmacro %}

{#
  Which view reads from which relation: a `drop … cascade` of the one takes the other along. A view's query is its rule
  (pg_rewrite). The rule hangs on the view itself by an internal dependency, and on all that it reads by others, one for
  each column.
#}
{% macro postgres__get_relations() -%}
  {%- call statement('relations', fetch_result=True) %}
    select distinct
      reader_schema.nspname as dependent_schema,
      reader.relname as dependent_name,
      source_schema.nspname as referenced_schema,
      source.relname as referenced_name
    from pg_depend as owned
    join pg_depend as reads
      on reads.classid = owned.classid
      and reads.objid = owned.objid
      and reads.refclassid = owned.refclassid
      and reads.refobjid <> owned.refobjid
    join pg_class as reader on reader.oid = owned.refobjid
    join pg_namespace as reader_schema on reader_schema.oid = reader.relnamespace
    join pg_class as source on source.oid = reads.refobjid
    join pg_namespace as source_schema on source_schema.oid = source.relnamespace
    where owned.classid = 'pg_rewrite'::regclass
      and owned.refclassid = 'pg_class'::regclass
      and owned.deptype = 'i'
      and source_schema.nspname <> 'information_schema'
      and source_schema.nspname not like 'pg\_%'
    order by 1, 2, 3, 4
  {% endcall -%}
  {{ return(load_result('relations').table) }}
{% endmacro %}

{% macro postgres_get_relations() %}{{ return(postgres__get_relations()) }}{% endmacro %}
