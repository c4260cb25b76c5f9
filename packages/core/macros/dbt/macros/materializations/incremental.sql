{# Builds the table the first time; afterwards the query's rows go through a strategy into the table that is there. #}

{%- materialization incremental, default -%}
  {%- set existing = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='table') -%}
  {%- set arrivals = make_temp_relation(target_relation) -%}
  {%- set staged = make_intermediate_relation(target_relation) -%}
  {%- set backup = make_backup_relation(target_relation, 'table' if existing is none else existing.type) -%}
  {%- set rebuild = should_full_refresh() or existing.is_view -%}
  {%- set swap = existing is not none and rebuild -%}
  {%- set on_schema_change = incremental_validate_on_schema_change(config.get('on_schema_change'), default='ignore') -%}
  {%- for leftover in [load_cached_relation(staged), load_cached_relation(backup)] -%}
    {%- do drop_relation_if_exists(leftover) -%}
  {%- endfor -%}

  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}

  {# Asked for even when it is not used, so that a wrong name fails on the first run. #}
  {%- set strategy = adapter.get_incremental_strategy_macro(context, config.get('incremental_strategy') or 'default') -%}

  {%- if existing is none -%}
    {%- set build_sql = get_create_table_as_sql(False, target_relation, sql) -%}
    {%- set indexed = target_relation -%}
  {%- elif swap -%}
    {%- set build_sql = get_create_table_as_sql(False, staged, sql) -%}
    {%- set indexed = staged -%}
  {%- else -%}
    {%- do run_query(get_create_table_as_sql(True, arrivals, sql)) -%}
    {%- set indexed = arrivals -%}
    {%- set contract = config.get('contract') -%}
    {%- if not contract or not contract.enforced -%}
      {%- do adapter.expand_target_column_types(from_relation=arrivals, to_relation=target_relation) -%}
    {%- endif -%}
    {%- set columns = process_schema_changes(on_schema_change, arrivals, existing)
      or adapter.get_columns_in_relation(existing) -%}
    {%- set build_sql = strategy({
      'target_relation': target_relation,
      'temp_relation': arrivals,
      'unique_key': config.get('unique_key'),
      'dest_columns': columns,
      'incremental_predicates': config.get('predicates', none) or config.get('incremental_predicates', none),
    }) -%}
  {%- endif -%}

  {%- call statement('main') -%}
    {{ build_sql }}
  {%- endcall -%}

  {%- if existing is none or existing.is_view or should_full_refresh() -%}
    {%- do create_indexes(indexed) -%}
  {%- endif -%}
  {%- set replaced = tsmodel_swap_relation(existing, staged, target_relation, backup) if swap else none -%}

  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing, rebuild)) -%}
  {%- do persist_docs(target_relation, model) -%}
  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do adapter.commit() -%}

  {%- do drop_relation_if_exists(replaced) -%}
  {%- do run_hooks(post_hooks, inside_transaction=False) -%}
  {{ return({'relations': [target_relation]}) }}
{%- endmaterialization -%}

{# True inside a model that adds to a table which is there already; never while parsing. #}
{% macro is_incremental() %}
  {%- if not execute -%}
    {{ return(False) }}
  {%- endif -%}
  {%- set relation = adapter.get_relation(this.database, this.schema, this.table) -%}
  {{ return(
    relation is not none
    and relation.type == 'table'
    and model.config.materialized == 'incremental'
    and not should_full_refresh()
  ) }}
{% endmacro %}
