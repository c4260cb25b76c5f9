{# The columns a snapshot adds, and the keys it compares by. #}

{# The names by default; `snapshot_meta_column_names` gives others. #}
{% macro get_snapshot_table_column_names() %}
  {%- set names = {} -%}
  {%- for name in ['dbt_valid_to', 'dbt_valid_from', 'dbt_scd_id', 'dbt_updated_at', 'dbt_is_deleted'] -%}
    {%- do names.update({name: name}) -%}
  {%- endfor -%}
  {{ return(names) }}
{% endmacro %}

{# dbt_valid_to of a current row. The nullif makes a null of the right type. #}
{% macro get_dbt_valid_to_current(strategy, columns) %}
  coalesce(nullif({{ strategy.updated_at }}, {{ strategy.updated_at }}), {{ config.get('dbt_valid_to_current') or 'null' }})
  as {{ columns.dbt_valid_to }}
{% endmacro %}

{% macro unique_key_fields(unique_key) %}
  {%- if unique_key | is_list %}
    {% for key in unique_key -%}
      {{ key }} as dbt_unique_key_{{ loop.index }}{{ ' , ' if not loop.last }}
    {%- endfor %}
  {%- else %}
    {{ unique_key }} as dbt_unique_key
  {%- endif %}
{% endmacro %}

{% macro unique_key_join_on(unique_key, identifier, from_identifier) %}
  {%- if unique_key | is_list %}
    {% for key in unique_key -%}
      {{ equals(identifier ~ '.dbt_unique_key_' ~ loop.index, from_identifier ~ '.dbt_unique_key_' ~ loop.index) }}
      {{- ' and ' if not loop.last }}
    {%- endfor %}
  {%- else %}
    {{ identifier }}.dbt_unique_key = {{ from_identifier }}.dbt_unique_key
  {%- endif %}
{% endmacro %}

{% macro unique_key_is_null(unique_key, identifier) %}
  {{ identifier }}.dbt_unique_key{{ '_1' if unique_key | is_list }} is null
{% endmacro %}

{% macro unique_key_is_not_null(unique_key, identifier) %}
  {{ identifier }}.dbt_unique_key{{ '_1' if unique_key | is_list }} is not null
{% endmacro %}

{% macro get_true_sql() %}
  {{ adapter.dispatch('get_true_sql', 'dbt')() }}
{% endmacro %}

{% macro default__get_true_sql() %}{{ return('TRUE') }}{% endmacro %}

{% macro create_columns(relation, columns) %}
  {%- do adapter.dispatch('create_columns', 'dbt')(relation, columns) -%}
{% endmacro %}

{% macro default__create_columns(relation, columns) %}
  {%- for column in columns -%}
    {%- call statement() -%}
      alter table {{ relation.render() }} add column {{ adapter.quote(column.name) }} {{ column.expanded_data_type }};
    {%- endcall -%}
  {%- endfor -%}
{% endmacro %}

{% macro get_updated_at_column_data_type(snapshot_sql) %}
  {%- set found = namespace(type=none) -%}
  {%- for column in get_column_schema_from_query(snapshot_sql) if column.column in ['dbt_updated_at', 'DBT_UPDATED_AT'] -%}
    {%- set found.type = column.dtype -%}
  {%- endfor -%}
  {{ return(found.type or none) }}
{% endmacro %}

{# Warns when the source's clock and the snapshot's own are of two types. #}
{% macro check_time_data_types(sql) %}
  {%- set source_type = get_updated_at_column_data_type(sql) -%}
  {%- set own_type = get_snapshot_get_time_data_type() -%}
  {%- if own_type is not none and source_type is not none and own_type != source_type
    and exceptions.warn_snapshot_timestamp_data_types -%}
    {%- do exceptions.warn_snapshot_timestamp_data_types(own_type, source_type) -%}
  {%- endif -%}
{% endmacro %}
