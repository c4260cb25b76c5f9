{# Checks of the `merge_*` settings: everything wrong with them is told at once. #}

{% macro validate_merge_config(config, target_relation=none) %}
  {%- set kinds = {
    'merge_update_condition': 'string',
    'merge_insert_condition': 'string',
    'merge_on_using_columns': 'sequence',
    'merge_update_columns': 'sequence',
    'merge_update_set_expressions': 'mapping',
    'merge_exclude_columns': 'sequence',
    'merge_returning_columns': 'sequence',
  } -%}
  {%- set errors = [] -%}
  {%- for name, kind in kinds.items() -%}
    {%- if kind == 'string' -%}
      {%- do validate_string_field(config.get(name), name, errors) -%}
    {%- elif kind == 'sequence' -%}
      {%- do validate_string_list_field(config.get(name), name, errors) -%}
    {%- else -%}
      {%- do validate_dict_field(config.get(name), name, errors) -%}
    {%- endif -%}
  {%- endfor -%}
  {%- do validate_merge_clauses(config, kinds, errors) -%}
  {%- if not errors -%}
    {%- do validate_ducklake_restrictions(config, target_relation, errors) -%}
  {%- endif -%}
  {%- if errors -%}
    {%- do exceptions.raise_compiler_error('MERGE configuration errors:\n' ~ errors | join('\n')) -%}
  {%- endif -%}
{% endmacro %}

{%- macro validate_merge_clauses(config, base_configuration_fields, errors) -%}
  {%- set clauses = config.get('merge_clauses') -%}
  {%- if clauses is not none and clauses is not mapping -%}
    {%- do errors.append('merge_clauses must be a dictionary, found: ' ~ clauses) -%}
  {%- elif clauses is not none -%}
    {%- if 'when_matched' not in clauses and 'when_not_matched' not in clauses -%}
      {%- do errors.append("merge_clauses must contain at least one of 'when_matched' or 'when_not_matched' keys") -%}
    {%- endif -%}
    {%- for kind in ['when_matched', 'when_not_matched'] if kind in clauses -%}
      {%- do validate_merge_clause_list(clauses, kind, errors) -%}
    {%- endfor -%}
    {%- set idle = [] -%}
    {%- for name, kind in base_configuration_fields.items()
      if name not in ['merge_on_using_columns', 'merge_returning_columns'] and config.get(name) is not none -%}
      {%- if kind == 'string' or config.get(name) | length > 0 -%}
        {%- do idle.append(name) -%}
      {%- endif -%}
    {%- endfor -%}
    {%- if idle -%}
      {%- do errors.append(
        'When merge_clauses is specified, the following basic merge configurations will be ignored and should be removed: '
        ~ idle | join(', ') ~ '. Say the same inside merge_clauses.'
      ) -%}
    {%- endif -%}
  {%- endif -%}
{%- endmacro -%}

{%- macro validate_merge_clause_list(merge_clauses, clause_type, errors) -%}
  {%- set given = merge_clauses.get(clause_type) -%}
  {%- set label = 'merge_clauses.' ~ clause_type -%}
  {%- if given is not sequence or given is mapping or given is string -%}
    {%- do errors.append(label ~ ' must be a list') -%}
  {%- elif given | length == 0 -%}
    {%- do errors.append(label ~ ' must contain at least one element') -%}
  {%- else -%}
    {%- for clause in given if clause is not mapping -%}
      {%- do errors.append(label ~ ' elements must be dictionaries, found: ' ~ clause) -%}
    {%- endfor -%}
  {%- endif -%}
{%- endmacro -%}

{%- macro validate_ducklake_restrictions(config, target_relation, errors) -%}
  {%- if target_relation and adapter.is_ducklake(target_relation) -%}
    {%- if config.get('merge_returning_columns') -%}
      {%- do errors.append('DuckLake MERGE restrictions: merge_returning_columns is not supported, because DuckLake has no RETURNING.') -%}
    {%- endif -%}
    {%- set clauses = config.get('merge_clauses') or {} -%}
    {%- set actions = [] -%}
    {%- for clause in clauses.get('when_matched', []) + clauses.get('when_not_matched', [])
      if clause.action is defined and clause.action in ['update', 'delete'] -%}
      {%- do actions.append(clause.action) -%}
    {%- endfor -%}
    {%- if actions | length > 1 -%}
      {%- do errors.append(
        'DuckLake MERGE restrictions: merge_clauses can contain only a single UPDATE or DELETE action across '
        ~ 'when_matched and when_not_matched. Found ' ~ actions | length ~ ' UPDATE/DELETE actions.'
      ) -%}
    {%- endif -%}
  {%- endif -%}
{%- endmacro -%}

{%- macro validate_string_field(field_value, field_name, errors) -%}
  {%- if field_value is not none and field_value is not string -%}
    {%- do errors.append(field_name ~ ' must be a string, found: ' ~ field_value) -%}
  {%- endif -%}
{%- endmacro -%}

{%- macro validate_string_list_field(field_value, field_name, errors) -%}
  {%- if field_value is none -%}
  {%- elif field_value is not sequence or field_value is mapping or field_value is string -%}
    {%- do errors.append(field_name ~ ' must be a list') -%}
  {%- else -%}
    {%- for item in field_value if item is not string -%}
      {%- do errors.append(field_name ~ ' must contain only string values, found: ' ~ item) -%}
    {%- endfor -%}
  {%- endif -%}
{%- endmacro -%}

{%- macro validate_dict_field(field_value, field_name, errors) -%}
  {%- if field_value is not none and field_value is not mapping -%}
    {%- do errors.append(field_name ~ ' must be a dictionary, found: ' ~ field_value) -%}
  {%- endif -%}
{%- endmacro -%}
