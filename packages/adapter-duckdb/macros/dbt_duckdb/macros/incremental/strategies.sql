{# The strategies in DuckDB's words. Without one, rows of the same unique key are replaced. #}

{% macro duckdb__get_incremental_default_sql(arg_dict) %}
  {%- do return(get_incremental_delete_insert_sql(arg_dict)) -%}
{% endmacro %}

{% macro duckdb__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
  {%- set columns = get_quoted_csv(dest_columns | map(attribute='name')) -%}
  {%- if unique_key and unique_key is sequence and unique_key is not string %}
    delete from {{ target }} as DBT_INCREMENTAL_TARGET
    using {{ source }}
    where (
      {%- for key in unique_key %}
        {{ source }}.{{ key }} = DBT_INCREMENTAL_TARGET.{{ key }}
        {{ 'and ' if not loop.last }}
      {%- endfor %}
      {%- for predicate in incremental_predicates or [] %}
        and {{ predicate }}
      {%- endfor %}
    );
  {%- elif unique_key %}
    delete from {{ target }}
    where (
      {{ unique_key }}) in (
      select ({{ unique_key }})
      from {{ source }}
    )
    {%- for predicate in incremental_predicates or [] %}
      and {{ predicate }}
    {%- endfor %};
  {%- endif %}

    insert into {{ target }} ({{ columns }})
    (
        select {{ columns }}
        from {{ source }}
    )
{%- endmacro %}

{# One batch: what the table holds for its span of time goes, what the query gives for it comes. #}
{% macro duckdb__get_incremental_microbatch_sql(arg_dict) -%}
  {%- set event_time = config.get('event_time') -%}
  {%- if not event_time -%}
    {%- do exceptions.raise_compiler_error("microbatch incremental strategy requires an 'event_time' model config") -%}
  {%- endif -%}
  {%- if config.get('unique_key') -%}
    {%- do exceptions.raise_compiler_error(
      "microbatch incremental strategy does not support 'unique_key': a batch is replaced as a whole, by its span of "
      ~ "'event_time'. Remove 'unique_key' or use incremental_strategy='merge'."
    ) -%}
  {%- endif -%}
  {%- set batch = model.get('batch') -%}
  {%- set start = batch.get('event_time_start') if batch else none -%}
  {%- set end = batch.get('event_time_end') if batch else none -%}
  {%- if not (start and end) -%}
    {%- do exceptions.raise_compiler_error(
      "microbatch incremental strategy requires 'batch.event_time_start' and 'batch.event_time_end' to be set in the context"
    ) -%}
  {%- endif -%}
  {%- set columns = get_quoted_csv(arg_dict['dest_columns'] | map(attribute='name')) -%}
  {%- set span = event_time ~ " >= '" ~ start ~ "'\n        and " ~ event_time ~ " < '" ~ end ~ "'" -%}
  {%- set sql -%}
    delete from {{ arg_dict['target_relation'] }}
    where {{ span }}
    {%- for predicate in normalize_incremental_predicates(arg_dict.get('incremental_predicates')) %}
      and ({{ predicate }})
    {%- endfor %};

    insert into {{ arg_dict['target_relation'] }} ({{ columns }})
    select {{ columns }}
    from {{ arg_dict['temp_relation'] }}
    where {{ span }};
  {%- endset -%}
  {{ return(sql) }}
{%- endmacro %}

{%- macro normalize_incremental_predicates(incremental_predicates) -%}
  {{ return(normalize_string_or_list(incremental_predicates, 'incremental_predicates')) }}
{%- endmacro -%}
