{#
  Built under another name; then, in the same transaction, the old table goes and the new one takes its name. A reader
  sees the one or the other, a failed build leaves the old one, and a killed run leaves nothing behind.
#}

{%- materialization table, adapter='duckdb', supported_languages=['sql', 'python'] -%}
  {%- set language = model['language'] -%}
  {%- set existing = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='table') -%}
  {%- if tsmodel_replace_at_once(existing, target_relation, compiled_code) -%}
    {{ return({'relations': [target_relation]}) }}
  {%- endif -%}
  {%- set staged = make_intermediate_relation(target_relation) -%}
  {%- set backup = make_backup_relation(target_relation, 'table' if existing is none else existing.type) -%}
  {%- set in_place = has_foreign_key_constraints(existing) -%}
  {%- set late_layout = adapter.use_ducklake_table_workarounds(target_relation) -%}
  {%- set aside = [] -%}
  {%- for leftover in [load_cached_relation(staged), load_cached_relation(backup)] -%}
    {%- do drop_relation_if_exists(leftover) -%}
  {%- endfor -%}

  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}
  {%- set partitioned_by = duckdb__get_partitioned_by(target_relation, false) -%}
  {%- set sorted_by = duckdb__get_sorted_by(target_relation, false) -%}

  {%- if in_place and existing is not none -%}
    {%- set aside = drop_relation_for_rebuild(existing) -%}
  {%- endif -%}
  {%- call statement('main', language=language) -%}
    {{ create_table_as(False, target_relation if in_place else staged, compiled_code, language, partitioned_by=partitioned_by, sorted_by=sorted_by) }}
  {%- endcall -%}
  {%- if not in_place -%}
    {%- set aside = duckdb__set_dependents_aside(existing) -%}
    {%- do tsmodel_swap_relation(existing, staged, target_relation, backup) -%}
  {%- endif -%}
  {%- do restore_foreign_key_dependents(aside) -%}
  {%- do create_indexes(target_relation) -%}

  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing, full_refresh_mode=True)) -%}
  {%- if not late_layout -%}
    {%- do persist_docs(target_relation, model) -%}
  {%- endif -%}
  {%- do adapter.commit() -%}

  {# A DuckLake older than DuckDB 1.5.3 forgets the layout in the renaming, and comments conflict with it. #}
  {%- if late_layout -%}
    {%- if partitioned_by or sorted_by -%}
      {%- call statement('layout', auto_begin=False) -%}
        {{ duckdb__layout_sql(target_relation, partitioned_by, sorted_by) }}
      {%- endcall -%}
    {%- endif -%}
    {%- do persist_docs(target_relation, model) -%}
  {%- endif -%}

  {%- do run_hooks(post_hooks, inside_transaction=False) -%}
  {{ return({'relations': [target_relation]}) }}
{%- endmaterialization -%}

{# What foreign keys tie to a table that is about to be replaced. #}
{%- macro duckdb__set_dependents_aside(existing) -%}
  {%- if existing is none or not existing.is_table or not may_be_foreign_key_target(existing) -%}
    {{ return([]) }}
  {%- endif -%}
  {%- do adapter.ensure_transaction() -%}
  {{ return(drop_foreign_key_dependents(existing)) }}
{%- endmacro -%}
