{# The rows of catalog.json: one for each column of a relation. #}

{% macro postgres__get_catalog(information_schema, schemas) -%}
  {%- set relations = [] -%}
  {%- for schema in schemas -%}
    {%- do relations.append({'schema': schema}) -%}
  {%- endfor -%}
  {{ return(postgres__get_catalog_relations(information_schema, relations)) }}
{%- endmacro %}

{#
  Entries of `relations` without an identifier mean the whole schema. Kinds: (r)elation, (v)iew, (f)oreign and
  (p)artitioned table, (m)aterialized view; temporary ones are left out. Columns below 1 are the system's.
#}
{% macro postgres__get_catalog_relations(information_schema, relations) -%}
  {%- set database = information_schema.database -%}
  {{ adapter.verify_database(database) }}
  {%- call statement('catalog', fetch_result=True) %}
    select
      '{{ database }}' as table_database,
      place.nspname as table_schema,
      found.relname as table_name,
      case found.relkind when 'v' then 'VIEW' when 'm' then 'MATERIALIZED VIEW' else 'BASE TABLE' end as table_type,
      obj_description(found.oid, 'pg_class') as table_comment,
      held.attname as column_name,
      held.attnum as column_index,
      format_type(held.atttypid, held.atttypmod) as column_type,
      col_description(found.oid, held.attnum) as column_comment,
      pg_get_userbyid(found.relowner) as table_owner
    from pg_catalog.pg_class as found
    join pg_catalog.pg_namespace as place on place.oid = found.relnamespace
    join pg_catalog.pg_attribute as held on held.attrelid = found.oid
    where found.relkind in ('r', 'v', 'f', 'p', 'm')
      and found.relpersistence in ('p', 'u')
      and not pg_is_other_temp_schema(place.oid)
      and held.attnum > 0
      and not held.attisdropped
      and (
      {%- for relation in relations %}
        (
          upper(place.nspname) = upper('{{ relation.schema }}')
          {%- if relation.identifier %} and upper(found.relname) = upper('{{ relation.identifier }}'){% endif %}
        ) {{ 'or' if not loop.last }}
      {%- else %}
        false
      {%- endfor %}
      )
    order by place.nspname, found.relname, held.attnum
  {% endcall -%}
  {{ return(load_result('catalog').table) }}
{%- endmacro %}
