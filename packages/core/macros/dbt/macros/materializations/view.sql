{# Built under another name, swapped in by renaming, all before the commit. #}

{%- materialization view, default -%}
  {%- set existing = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='view') -%}
  {%- if tsmodel_replace_at_once(existing, target_relation, sql) -%}
    {{ return({'relations': [target_relation]}) }}
  {%- endif -%}
  {%- set staged = make_intermediate_relation(target_relation) -%}
  {%- set backup = make_backup_relation(target_relation, 'view' if existing is none else existing.type) -%}
  {%- set stale = [load_cached_relation(staged), load_cached_relation(backup)] -%}

  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
  {%- for relation in stale -%}{%- do drop_relation_if_exists(relation) -%}{%- endfor -%}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}

  {%- call statement('main') -%}
    {{ get_create_view_as_sql(staged, sql) }}
  {%- endcall -%}

  {# A hook may have dropped the old one since. #}
  {%- set existing = none if existing is none else load_cached_relation(existing) -%}
  {%- set replaced = tsmodel_swap_relation(existing, staged, target_relation, backup) -%}

  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing, full_refresh_mode=True)) -%}
  {%- do persist_docs(target_relation, model) -%}
  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do adapter.commit() -%}

  {%- do drop_relation_if_exists(replaced) -%}
  {%- do run_hooks(post_hooks, inside_transaction=False) -%}
  {{ return({'relations': [target_relation]}) }}
{%- endmaterialization -%}

{# The whole of a view materialization for databases where `create or replace view` may change the columns. #}
{% macro create_or_replace_view() %}
  {%- set identifier = model['alias'] -%}
  {%- set existing = adapter.get_relation(database=database, schema=schema, identifier=identifier) -%}
  {%- set was_view = existing is not none and existing.is_view -%}
  {%- set target_relation = api.Relation.create(identifier=identifier, schema=schema, database=database, type='view') -%}

  {%- do run_hooks(pre_hooks) -%}
  {%- if existing is not none and existing.is_table -%}
    {%- do handle_existing_table(should_full_refresh(), existing) -%}
  {%- endif -%}

  {%- call statement('main') -%}
    {{ get_create_view_as_sql(target_relation, sql) }}
  {%- endcall -%}

  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(was_view, full_refresh_mode=True)) -%}
  {%- do run_hooks(post_hooks) -%}
  {{ return({'relations': [target_relation]}) }}
{% endmacro %}

{% macro handle_existing_table(full_refresh, old_relation) %}
  {%- do adapter.dispatch('handle_existing_table', 'dbt')(full_refresh, old_relation) -%}
{% endmacro %}

{% macro default__handle_existing_table(full_refresh, old_relation) %}
  {%- do log('Dropping relation ' ~ old_relation.render() ~ ' because it is of type ' ~ old_relation.type) -%}
  {%- do adapter.drop_relation(old_relation) -%}
{% endmacro %}
