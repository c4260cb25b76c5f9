{#
  What makes a row a new version. A strategy is a macro snapshot_<name>_strategy(node, snapshotted_rel, current_rel,
  model_config, target_exists) that gives unique_key, updated_at, row_changed, scd_id and hard_deletes as SQL.
#}

{# The strategy's macro, by name or by package.name. #}
{% macro strategy_dispatch(name) -%}
  {%- set package = none -%}
  {%- set scope = context -%}
  {%- set short_name = name -%}
  {%- if '.' in name -%}
    {%- set package, short_name = name.split('.', 1) -%}
    {%- if package not in context -%}
      {%- do exceptions.raise_compiler_error("Could not find package '" ~ package ~ "', called with '" ~ name ~ "'") -%}
    {%- endif -%}
    {%- set scope = context[package] -%}
  {%- endif -%}
  {%- set macro_name = 'snapshot_' ~ short_name ~ '_strategy' -%}
  {%- if macro_name not in scope -%}
    {%- do exceptions.raise_compiler_error(
      "The specified strategy macro '" ~ short_name ~ "' was not found in package '" ~ package ~ "'"
    ) -%}
  {%- endif -%}
  {{ return(scope[macro_name]) }}
{%- endmacro %}

{# One text for a list of expressions: the id of a version. #}
{% macro snapshot_hash_arguments(args) -%}
  {{ adapter.dispatch('snapshot_hash_arguments', 'dbt')(args) }}
{%- endmacro %}

{% macro default__snapshot_hash_arguments(args) -%}
  md5({% for arg in args -%}
    coalesce(cast({{ arg }} as varchar ), '') {{ "|| '|' ||" if not loop.last }}
  {%- endfor %})
{%- endmacro %}

{# Newer by the source's own clock. Compared with dbt_valid_from, because a history begun by another strategy may lack that column. #}
{% macro snapshot_timestamp_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
  {%- set names = config.get('snapshot_table_column_names') or get_snapshot_table_column_names() -%}
  {%- set key = config.get('unique_key') -%}
  {%- set updated_at = config.get('updated_at') -%}
  {%- set hard_deletes = adapter.get_hard_deletes_behavior(config) -%}
  {%- do return({
    'unique_key': key,
    'updated_at': updated_at,
    'row_changed': '(' ~ snapshotted_rel ~ '.' ~ names.dbt_valid_from ~ ' < ' ~ current_rel ~ '.' ~ updated_at ~ ')',
    'scd_id': snapshot_hash_arguments(api.Relation.scd_args(key, updated_at)),
    'invalidate_hard_deletes': hard_deletes == 'invalidate',
    'hard_deletes': hard_deletes,
  }) -%}
{% endmacro %}

{# Different in one of the watched columns, nulls counting as a value. #}
{% macro snapshot_check_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
  {%- set key = config.get('unique_key') -%}
  {%- set hard_deletes = adapter.get_hard_deletes_behavior(config) -%}
  {%- set updated_at = config.get('updated_at') or snapshot_get_time() -%}
  {%- set widened, watched = snapshot_check_all_get_existing_columns(node, target_exists, config.get('check_cols')) -%}
  {%- set row_changed -%}
    (
    {%- if widened -%}
      {{ get_true_sql() }}
    {%- else -%}
      {%- for column in watched -%}
        {%- set before, after = snapshotted_rel ~ '.' ~ column, current_rel ~ '.' ~ column -%}
        {{ before }} != {{ after }}
        or
        (
            (({{ before }} is null) and not ({{ after }} is null))
            or
            ((not {{ before }} is null) and ({{ after }} is null))
        )
        {%- if not loop.last %} or {% endif -%}
      {%- endfor -%}
    {%- endif -%}
    )
  {%- endset -%}
  {%- do return({
    'unique_key': key,
    'updated_at': updated_at,
    'row_changed': row_changed,
    'scd_id': snapshot_hash_arguments(api.Relation.scd_args(key, updated_at)),
    'invalidate_hard_deletes': hard_deletes == 'invalidate',
    'hard_deletes': hard_deletes,
  }) -%}
{% endmacro %}

{# (a watched column is new to the table, the quoted watched columns that the table has). #}
{% macro snapshot_check_all_get_existing_columns(node, target_exists, check_cols_config) -%}
  {%- if not target_exists -%}
    {{ return((false, [])) }}
  {%- endif -%}
  {%- if check_cols_config == 'all' -%}
    {%- set watched = get_columns_in_query(node['compiled_code']) -%}
  {%- elif check_cols_config is iterable and check_cols_config | length > 0 -%}
    {# Asked of the database, which knows how the names are spelled. The line breaks close a trailing comment. #}
    {%- set watched = get_columns_in_query(
      'select ' ~ check_cols_config | join(', ') ~ ' from (\n' ~ node['compiled_code'] ~ '\n) subq'
    ) -%}
  {%- else -%}
    {%- do exceptions.raise_compiler_error("Invalid value for 'check_cols': " ~ check_cols_config) -%}
  {%- endif -%}
  {%- set target = adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias) -%}
  {%- set existing = adapter.get_columns_in_relation(target) | map(attribute='name') | list -%}
  {%- set kept = [] -%}
  {%- for name in watched if name in existing -%}
    {%- do kept.append(adapter.quote(name)) -%}
  {%- endfor -%}
  {{ return((kept | length < watched | length, kept)) }}
{%- endmacro %}

{% macro snapshot_string_as_time(timestamp) -%}
  {{ adapter.dispatch('snapshot_string_as_time', 'dbt')(timestamp) }}
{%- endmacro %}

{% macro default__snapshot_string_as_time(timestamp) %}
  {%- do exceptions.raise_not_implemented('snapshot_string_as_time macro not implemented for adapter ' ~ adapter.type()) -%}
{% endmacro %}
