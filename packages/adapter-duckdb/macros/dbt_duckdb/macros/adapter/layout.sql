{# How DuckLake stores a table: `partitioned_by` and `sorted_by`, or their short names. #}

{# The column list as SQL; none when there is none, or when `relation` is not the table that stays. #}
{% macro duckdb__get_partitioned_by(relation, temporary) -%}
  {%- set given = duckdb__layout_columns(relation, temporary, 'partitioned_by', 'partition_by') -%}
  {{ return(none if given is none else given | join(', ')) }}
{%- endmacro %}

{% macro duckdb__get_sorted_by(relation, temporary) -%}
  {%- set given = duckdb__layout_columns(relation, temporary, 'sorted_by', 'sort_by') -%}
  {%- if given is none -%}
    {{ return(none) }}
  {%- endif -%}
  {%- set quoted = [] -%}
  {%- for name in given -%}
    {%- do quoted.append(adapter.quote(name | replace('"', '""'))) -%}
  {%- endfor -%}
  {{ return(quoted | join(', ')) }}
{%- endmacro %}

{%- macro duckdb__layout_columns(relation, temporary, key, short_key) -%}
  {%- set given = config.get(key, none) -%}
  {%- if given is none or (given == '' and key == 'partitioned_by') -%}
    {%- set given = config.get(short_key, none) -%}
  {%- endif -%}
  {%- if temporary or given is none or (given == '' and key == 'partitioned_by') -%}
    {{ return(none) }}
  {%- endif -%}
  {%- set label = key ~ '/' ~ short_key -%}
  {%- set columns = normalize_string_or_list(given, label) -%}
  {%- if not columns -%}
    {%- do exceptions.raise_compiler_error(label ~ ' must contain at least one column') -%}
  {%- endif -%}
  {%- if this is defined and config.get('materialized') in ['table', 'incremental']
    and relation.identifier and this.identifier and relation.identifier != this.identifier -%}
    {{ return(none) }}
  {%- endif -%}
  {%- if not adapter.is_ducklake(relation) -%}
    {%- do adapter.warn_once(label ~ ' is only supported for DuckLake relations; ignoring for ' ~ relation) -%}
    {{ return(none) }}
  {%- endif -%}
  {{ return(columns) }}
{%- endmacro -%}

{% macro duckdb__alter_table_set_partitioned_by(relation, partitioned_by) -%}
  alter table {{ relation }} set partitioned by ({{ partitioned_by }});
{%- endmacro %}

{% macro duckdb__alter_table_set_sorted_by(relation, sorted_by) -%}
  alter table {{ relation }} set sorted by ({{ sorted_by }});
{%- endmacro %}
