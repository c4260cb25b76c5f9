{# Indexes of tables and materialized views. #}

{% macro postgres__get_create_index_sql(relation, index_dict) -%}
  {%- set index = adapter.parse_index(index_dict) -%}
  create {{ 'unique' if index.unique }} index if not exists "{{ index.render(relation) }}"
  on {{ relation }} {{ 'using ' ~ index.type if index.type }}
  ({{ index.columns | join(', ') }})
{%- endmacro %}

{%- macro postgres__get_drop_index_sql(relation, index_name) -%}
  drop index if exists "{{ relation.schema }}"."{{ index_name }}"
{%- endmacro -%}

{# Columns in one text, joined by commas: the form that is compared with the model's config. #}
{% macro postgres__get_show_indexes_sql(relation) %}
    select
      index_class.relname as name,
      method.amname as method,
      pg_index.indisunique as "unique",
      array_to_string(array_agg(indexed.attname order by array_position(pg_index.indkey::int2[], indexed.attnum)), ',') as column_names
    from pg_index
    join pg_class as index_class on index_class.oid = pg_index.indexrelid
    join pg_am as method on method.oid = index_class.relam
    join pg_class as owner on owner.oid = pg_index.indrelid
    join pg_namespace as schema on schema.oid = owner.relnamespace
    join pg_attribute as indexed
      on indexed.attrelid = owner.oid
      and indexed.attnum = any(pg_index.indkey)
    where owner.relname = '{{ relation.identifier }}'
      and schema.nspname = '{{ relation.schema }}'
      and owner.relkind in ('r', 'm')
    group by 1, 2, 3
    order by 1, 2, 3
{% endmacro %}
