{#
  The first run and a full refresh build the whole table; other runs put the query's rows into a temporary table and
  from there, by a strategy, into the table. Everything that touches the table is one transaction.
#}

{%- materialization incremental, adapter='duckdb', supported_languages=['sql', 'python'] -%}
  {%- set language = model['language'] -%}
  {%- set existing = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='table') -%}
  {%- set staged = make_intermediate_relation(target_relation) -%}
  {%- set backup = make_backup_relation(target_relation, 'table' if existing is none else existing.type) -%}
  {%- set rebuild = should_full_refresh() or existing.is_view -%}
  {%- set whole = existing is none or rebuild -%}
  {%- set on_schema_change = incremental_validate_on_schema_change(config.get('on_schema_change'), default='ignore') -%}
  {%- set partitioned_by = duckdb__get_partitioned_by(target_relation, false) if whole else none -%}
  {%- set sorted_by = duckdb__get_sorted_by(target_relation, false) if whole else none -%}
  {%- for leftover in [load_cached_relation(staged), load_cached_relation(backup)] -%}
    {%- do drop_relation_if_exists(leftover) -%}
  {%- endfor -%}
  {%- set waiting = duckdb__dispatch_temporary_relation(target_relation, adapter.batch_id_for_model(model)) -%}
  {%- set arrivals = waiting.relation -%}
  {%- set aside = [] -%}

  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}

  {%- set in_place = existing is none or (rebuild and has_foreign_key_constraints(existing)) -%}
  {%- set swap = rebuild and not in_place -%}
  {%- if whole -%}
    {%- if in_place and existing is not none -%}
      {%- set aside = drop_relation_for_rebuild(existing) -%}
    {%- endif -%}
    {%- set build_sql = create_table_as(False, staged if swap else target_relation, compiled_code, language, partitioned_by=partitioned_by, sorted_by=sorted_by) -%}
  {%- else -%}
    {%- set arrivals_sql = create_table_as(waiting.temporary, arrivals, compiled_code, language, partitioned_by=none, sorted_by=none) -%}
    {%- if language == 'python' -%}
      {%- call statement('pre', language=language) -%}{{ arrivals_sql }}{%- endcall -%}
    {%- else -%}
      {%- do run_query(arrivals_sql) -%}
    {%- endif -%}
    {%- set language = 'sql' -%}
    {%- do tsmodel_ensure_transaction() -%}
    {%- do adapter.expand_target_column_types(from_relation=arrivals, to_relation=target_relation) -%}
    {%- set columns = process_schema_changes(on_schema_change, arrivals, existing)
      or adapter.get_columns_in_relation(existing) -%}
    {%- set strategy = adapter.get_incremental_strategy_macro(context, config.get('incremental_strategy') or 'default') -%}
    {%- set build_sql = strategy({
      'target_relation': target_relation,
      'temp_relation': arrivals,
      'unique_key': config.get('unique_key'),
      'dest_columns': columns,
      'incremental_predicates': config.get('predicates', none) or config.get('incremental_predicates', none),
    }) -%}
  {%- endif -%}

  {# DuckLake lays a table out outside of transactions only. #}
  {%- set autocommit = (partitioned_by or sorted_by) and adapter.is_ducklake(target_relation) -%}
  {%- call statement('main', language=language, auto_begin=not autocommit) -%}
    {{ build_sql }}
  {%- endcall -%}

  {%- if swap -%}
    {%- set aside = duckdb__set_dependents_aside(existing) -%}
    {%- do tsmodel_swap_relation(existing, staged, target_relation, backup) -%}
  {%- endif -%}
  {%- do restore_foreign_key_dependents(aside) -%}

  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing, rebuild)) -%}
  {%- if whole -%}
    {%- do create_indexes(target_relation) -%}
  {%- endif -%}
  {%- do persist_docs(target_relation, model) -%}
  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do adapter.commit() -%}

  {%- if not whole -%}
    {%- do adapter.drop_relation(arrivals) if not waiting.temporary else drop_relation(arrivals) -%}
  {%- endif -%}
  {%- do run_hooks(post_hooks, inside_transaction=False) -%}
  {{ return({'relations': [target_relation]}) }}
{%- endmaterialization -%}
