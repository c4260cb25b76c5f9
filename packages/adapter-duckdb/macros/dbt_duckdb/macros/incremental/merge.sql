{#
  MERGE, in as much detail as the model asks for: `merge_*` settings adjust the usual pair of clauses,
  `merge_clauses: {when_matched: […], when_not_matched: […]}` replaces them.
#}

{% macro duckdb__get_incremental_merge_sql(args_dict) %}
  {{ return(duckdb__get_merge_sql(
    args_dict['target_relation'],
    args_dict['temp_relation'],
    args_dict['unique_key'],
    args_dict['dest_columns'],
    normalize_incremental_predicates(args_dict.get('incremental_predicates'))
  )) }}
{% endmacro %}

{% macro duckdb__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
  {%- do normalize_incremental_predicates(incremental_predicates) -%}
  {%- do validate_merge_config(config, target) -%}
  {%- set include = config.get('merge_update_columns', []) -%}
  {%- set exclude = config.get('merge_exclude_columns', []) -%}
  {%- set expressions = config.get('merge_update_set_expressions', {}) -%}
  {%- set usual = merge_clause_defaults(
    config.get('merge_update_condition', none), config.get('merge_insert_condition', none), include, exclude, expressions
  ) -%}
  {%- set explicit = include | length or exclude | length or expressions | length -%}
  {%- set update = usual.when_matched_update_explicit if explicit else usual.when_matched_update_by_name -%}
  {%- set clauses = config.get('merge_clauses', {}) -%}
  {%- set returning = config.get('merge_returning_columns', []) -%}
    {{ config.get('sql_header', none) or '' }}

    MERGE INTO {{ target }} AS DBT_INTERNAL_DEST
        USING {{ source }} AS DBT_INTERNAL_SOURCE
        {{ duckdb__merge_join_clause(unique_key, config.get('merge_on_using_columns', []), incremental_predicates) }}
    {%- for clause in clauses.get('when_matched', [update]) %}
    WHEN MATCHED {{ duckdb__merge_condition(clause) }}
    THEN
        {{ duckdb__merge_matched_action(clause, dest_columns) }}
    {%- endfor %}
    {%- for clause in clauses.get('when_not_matched', [usual.when_not_matched_insert_by_name]) %}
    WHEN NOT MATCHED {{ 'BY ' ~ clause.get('by') | upper if clause.get('by') }} {{ duckdb__merge_condition(clause) }}
    THEN
        {{ duckdb__merge_unmatched_action(clause) }}
    {%- endfor %}
    {%- if returning %}
    RETURNING {{ returning if returning is string else returning | join(', ') }}
    {%- endif %}
{%- endmacro %}

{# USING (columns) when they are named, else ON the unique key; without a key nothing matches. #}
{% macro duckdb__merge_join_clause(unique_key, merge_on_using_columns, incremental_predicates) -%}
  {%- set filters = [] + (incremental_predicates or []) -%}
  {%- if merge_on_using_columns and merge_on_using_columns | length > 0 -%}
    USING ({{ merge_on_using_columns | join(', ') }})
    {%- if filters %}
    ON ({{ filters | join(') AND (') }})
    {%- endif -%}
  {%- else -%}
    {%- set keys = unique_key or [] -%}
    {%- set keys = keys if keys is sequence and keys is not mapping and keys is not string else [keys] -%}
    {%- set matches = [] -%}
    {%- for key in keys -%}
      {%- do matches.append('DBT_INTERNAL_SOURCE.' ~ key ~ ' = DBT_INTERNAL_DEST.' ~ key) -%}
    {%- endfor -%}
    ON ({{ ((matches or ['FALSE']) + filters) | join(') AND (') }})
  {%- endif -%}
{%- endmacro %}

{%- macro duckdb__merge_condition(clause) -%}
  {%- set condition = clause.get('condition') -%}
  {%- if condition -%}
    AND {{ condition if condition is string else '(' ~ condition | join(') AND (') ~ ')' }}
  {%- endif -%}
{%- endmacro -%}

{%- macro duckdb__merge_matched_action(clause, dest_columns) -%}
  {%- set mode = clause.get('mode') -%}
  {%- if clause.get('action') != 'update' -%}
    {{ duckdb__merge_other_action(clause) }}
  {%- elif mode == 'explicit' -%}
    {%- set given = clause.get('update', {}) -%}
    {%- set expressions = given.get('set_expressions', {}) -%}
    {%- set parts = [] -%}
    {%- for column, expression in expressions.items() -%}
      {%- do parts.append(column ~ ' = ' ~ expression) -%}
    {%- endfor -%}
    {%- for column in get_merge_update_columns(given.get('include', []), given.get('exclude', []), dest_columns)
      if column | replace('"', '') | replace("'", '') not in expressions -%}
      {%- do parts.append(column ~ ' = DBT_INTERNAL_SOURCE.' ~ column) -%}
    {%- endfor -%}
    UPDATE SET
        {{ parts | join(', ') }}
  {%- else -%}
    {{ {'by_name': 'UPDATE BY NAME', 'by_position': 'UPDATE BY POSITION', 'star': 'UPDATE SET *'}[mode] }}
  {%- endif -%}
{%- endmacro -%}

{%- macro duckdb__merge_unmatched_action(clause) -%}
  {%- set mode = clause.get('mode') -%}
  {%- if clause.get('action') == 'update' -%}
    UPDATE SET
    {%- for column, expression in clause.get('set_expressions', {}).items() %}
      {{ column }} = {{ expression }}{{ ', ' if not loop.last }}
    {%- endfor -%}
  {%- elif clause.get('action') != 'insert' -%}
    {{ duckdb__merge_other_action(clause) }}
  {%- elif mode == 'explicit' -%}
    {%- set given = clause.get('insert', {}) -%}
    INSERT
        ({{ given.get('columns', []) | join(', ') }})
        VALUES ({{ given.get('values', []) | join(', ') }})
  {%- else -%}
    {{ {'by_name': 'INSERT BY NAME', 'by_position': 'INSERT BY POSITION', 'star': 'INSERT *'}[mode] }}
  {%- endif -%}
{%- endmacro -%}

{%- macro duckdb__merge_other_action(clause) -%}
  {%- set action = clause.get('action') -%}
  {%- if action == 'error' -%}
    {%- set message = clause.get('error_message', '') or '' -%}
    ERROR{{ " '" ~ (message | replace("'", "''")) ~ "'" if message }}
  {%- else -%}
    {{ {'delete': 'DELETE', 'do_nothing': 'DO NOTHING'}[action] }}
  {%- endif -%}
{%- endmacro -%}

{# The clauses that hold without `merge_clauses`. #}
{% macro merge_clause_defaults(merge_update_condition, merge_insert_condition, merge_update_columns=[], merge_exclude_columns=[], merge_update_set_expressions={}) -%}
  {{ return({
    'when_matched_update_by_name': {'action': 'update', 'condition': merge_update_condition, 'mode': 'by_name'},
    'when_matched_update_explicit': {
      'action': 'update',
      'condition': merge_update_condition,
      'mode': 'explicit',
      'update': {
        'include': merge_update_columns,
        'exclude': merge_exclude_columns,
        'set_expressions': merge_update_set_expressions,
      },
    },
    'when_not_matched_insert_by_name': {'action': 'insert', 'condition': merge_insert_condition, 'mode': 'by_name'},
  }) }}
{%- endmacro %}
