{# Built under another name, swapped in by renaming, all before the commit. #}

{%- materialization table, default -%}
  {%- set existing = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='table') -%}
  {%- set staged = make_intermediate_relation(target_relation) -%}
  {%- set backup = make_backup_relation(target_relation, 'table' if existing is none else existing.type) -%}
  {%- for leftover in [load_cached_relation(staged), load_cached_relation(backup)] -%}
    {%- do drop_relation_if_exists(leftover) -%}
  {%- endfor -%}

  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}

  {%- call statement('main') -%}
    {{ get_create_table_as_sql(False, staged, sql) }}
  {%- endcall -%}
  {%- do create_indexes(staged) -%}

  {%- if existing is not none -%}
    {# A hook may have dropped it since. #}
    {%- set existing = load_cached_relation(existing) -%}
    {%- if existing is not none -%}
      {%- do adapter.rename_relation(existing, backup) -%}
    {%- endif -%}
  {%- endif -%}
  {%- do adapter.rename_relation(staged, target_relation) -%}

  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing, full_refresh_mode=True)) -%}
  {%- do persist_docs(target_relation, model) -%}
  {%- do adapter.commit() -%}

  {%- do drop_relation_if_exists(backup) -%}
  {%- do run_hooks(post_hooks, inside_transaction=False) -%}
  {{ return({'relations': [target_relation]}) }}
{%- endmaterialization -%}
