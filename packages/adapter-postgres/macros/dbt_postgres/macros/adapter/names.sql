{#
  Names of the relations that stand beside a node's own. Postgres cuts names off after 63 characters without a word, so
  it is the base's name that gives way to the suffix. `dstring`: the time of day is added, for names of one moment.
#}

{% macro postgres__make_relation_with_suffix(base_relation, suffix, dstring) %}
  {%- if dstring -%}
    {%- set suffix = suffix ~ modules.datetime.datetime.now().strftime('%H%M%S%f') -%}
  {%- endif -%}
  {%- set most = base_relation.relation_max_name_length() -%}
  {%- set left = most - suffix | length -%}
  {%- if left < 0 -%}
    {%- do exceptions.raise_compiler_error(
      'Relation suffix is too long (' ~ suffix | length ~ ' characters). Maximum length is ' ~ most ~ ' characters.'
    ) -%}
  {%- endif -%}
  {{ return(base_relation.incorporate(path={'identifier': base_relation.identifier[:left] ~ suffix})) }}
{% endmacro %}

{% macro postgres__make_intermediate_relation(base_relation, suffix) %}
  {{ return(postgres__make_relation_with_suffix(base_relation, suffix, dstring=False)) }}
{% endmacro %}

{# Temporary tables live in a schema of the session's own. #}
{% macro postgres__make_temp_relation(base_relation, suffix) %}
  {%- set relation = postgres__make_relation_with_suffix(base_relation, suffix, dstring=True) -%}
  {{ return(relation.incorporate(path={'schema': none, 'database': none})) }}
{% endmacro %}

{% macro postgres__make_backup_relation(base_relation, backup_relation_type, suffix) %}
  {%- set relation = postgres__make_relation_with_suffix(base_relation, suffix, dstring=False) -%}
  {{ return(relation.incorporate(type=backup_relation_type)) }}
{% endmacro %}
