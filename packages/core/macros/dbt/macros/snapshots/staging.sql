{#
  The statements of a snapshot. The staging query lists what has to happen, dbt_change_type first:
    insert  a version to write: the row is new, came back, or changed
    update  the version to close because its row changed
    delete  the version to close because its row is gone (hard_deletes: invalidate, new_record)
  and with new_record a further `insert` that says the row is gone.
#}

{# The first run: the query with the snapshot's columns behind its own. #}
{% macro build_snapshot_table(strategy, sql) -%}
  {{ adapter.dispatch('build_snapshot_table', 'dbt')(strategy, sql) }}
{%- endmacro %}

{% macro default__build_snapshot_table(strategy, sql) %}
  {%- set names = config.get('snapshot_table_column_names') or get_snapshot_table_column_names() %}
    select *,
        {{ strategy.scd_id }} as {{ names.dbt_scd_id }},
        {{ strategy.updated_at }} as {{ names.dbt_updated_at }},
        {{ strategy.updated_at }} as {{ names.dbt_valid_from }},
        {{ get_dbt_valid_to_current(strategy, names) }}
        {%- if strategy.hard_deletes == 'new_record' %}, 'False' as {{ names.dbt_is_deleted }} {% endif %}
    from (
        {{ sql }}
    ) sbq
{% endmacro %}

{% macro snapshot_staging_table(strategy, source_sql, target_relation) -%}
  {{ adapter.dispatch('snapshot_staging_table', 'dbt')(strategy, source_sql, target_relation) }}
{%- endmacro %}

{% macro default__snapshot_staging_table(strategy, source_sql, target_relation) -%}
  {%- set names = config.get('snapshot_table_column_names') or get_snapshot_table_column_names() -%}
  {%- set key = strategy.unique_key -%}
  {%- set current_mark = config.get('dbt_valid_to_current') -%}
  {%- set new_record = strategy.hard_deletes == 'new_record' -%}
  {%- set close_deleted = new_record or strategy.hard_deletes == 'invalidate' -%}
  {%- set now = snapshot_get_time() -%}
  {%- set same_row = unique_key_join_on(key, 'snapshotted_data', 'source_data') -%}
  {%- set is_deleted = 'snapshotted_data.' ~ names.dbt_is_deleted -%}
  {%- set changed = strategy.row_changed ~ (' or ' ~ is_deleted ~ " = 'True'" if new_record else '') -%}
  {%- set still_open = 'snapshotted_data.' ~ names.dbt_valid_to ~ (' = ' ~ current_mark if current_mark else ' is null') -%}
  {%- set deleted_before = '(' ~ is_deleted ~ " = 'True' and " ~ still_open ~ ')' -%}
    with snapshot_query as (

        {{ source_sql }}

    ),

    snapshotted_data as (
        select *, {{ unique_key_fields(key) }}
        from {{ target_relation }}
        where
        {%- if current_mark %}
            ( {{ equals(names.dbt_valid_to | trim, current_mark | trim) }} or {{ names.dbt_valid_to }} is null )
        {%- else %}
            {{ names.dbt_valid_to }} is null
        {%- endif %}
    ),

    insertions_source_data as (
        select *, {{ unique_key_fields(key) }},
            {{ strategy.updated_at }} as {{ names.dbt_updated_at }},
            {{ strategy.updated_at }} as {{ names.dbt_valid_from }},
            {{ get_dbt_valid_to_current(strategy, names) }},
            {{ strategy.scd_id }} as {{ names.dbt_scd_id }}
        from snapshot_query
    ),

    updates_source_data as (
        select *, {{ unique_key_fields(key) }},
            {{ strategy.updated_at }} as {{ names.dbt_updated_at }},
            {{ strategy.updated_at }} as {{ names.dbt_valid_from }},
            {{ strategy.updated_at }} as {{ names.dbt_valid_to }}
        from snapshot_query
    ),
    {%- if close_deleted %}

    deletes_source_data as (
        select *, {{ unique_key_fields(key) }}
        from snapshot_query
    ),
    {%- endif %}

    insertions as (
        select
            'insert' as dbt_change_type,
            source_data.*
            {%- if new_record %}, 'False' as {{ names.dbt_is_deleted }}{% endif %}
        from insertions_source_data as source_data
        left outer join snapshotted_data
            on {{ same_row }}
        where {{ unique_key_is_null(key, 'snapshotted_data') }}
            or ({{ unique_key_is_not_null(key, 'snapshotted_data') }} and ( {{ changed }} ))
    ),

    updates as (
        select
            'update' as dbt_change_type,
            source_data.*,
            snapshotted_data.{{ names.dbt_scd_id }}
            {%- if new_record %}, {{ is_deleted }}{% endif %}
        from updates_source_data as source_data
        join snapshotted_data
            on {{ same_row }}
        where ( {{ changed }} )
    )
    {%- if close_deleted %},

    deletes as (
        select
            'delete' as dbt_change_type,
            source_data.*,
            {{ now }} as {{ names.dbt_valid_from }},
            {{ now }} as {{ names.dbt_updated_at }},
            {{ now }} as {{ names.dbt_valid_to }},
            snapshotted_data.{{ names.dbt_scd_id }}
            {%- if new_record %}, {{ is_deleted }}{% endif %}
        from snapshotted_data
        left join deletes_source_data as source_data
            on {{ same_row }}
        where {{ unique_key_is_null(key, 'source_data') }}
            {%- if new_record %}
            and not {{ deleted_before }}
            {%- endif %}
    )
    {%- endif %}
    {%- if new_record %},
    {%- set stored = get_list_of_column_names(get_columns_in_relation(target_relation)) %}

    deletion_records as (
        select
            'insert' as dbt_change_type,
            {%- for name in get_columns_in_query(source_sql) %}
            {{ 'snapshotted_data' if name in stored else 'source_data' }}.{{ adapter.quote(name) }},
            {%- endfor %}
            {%- if key | is_list %}
            {%- for field in key %}
            snapshotted_data.{{ field }} as dbt_unique_key_{{ loop.index }},
            {%- endfor %}
            {%- else %}
            snapshotted_data.dbt_unique_key as dbt_unique_key,
            {%- endif %}
            {{ now }} as {{ names.dbt_valid_from }},
            {{ now }} as {{ names.dbt_updated_at }},
            snapshotted_data.{{ names.dbt_valid_to }} as {{ names.dbt_valid_to }},
            {{ snapshot_hash_arguments([names.dbt_scd_id, now]) }} as {{ names.dbt_scd_id }},
            'True' as {{ names.dbt_is_deleted }}
        from snapshotted_data
        left join deletes_source_data as source_data
            on {{ same_row }}
        where {{ unique_key_is_null(key, 'source_data') }}
            and not {{ deleted_before }}
    )
    {%- endif %}

    select * from insertions
    union all
    select * from updates
    {%- if close_deleted %}
    union all
    select * from deletes
    {%- endif %}
    {%- if new_record %}
    union all
    select * from deletion_records
    {%- endif %}
{%- endmacro %}

{% macro build_snapshot_staging_table(strategy, sql, target_relation) %}
  {%- set staging = make_temp_relation(target_relation) -%}
  {%- set changes = snapshot_staging_table(strategy, sql, target_relation) -%}
  {%- call statement('build_snapshot_staging_relation') -%}
    {{ create_table_as(True, staging, changes) }}
  {%- endcall -%}
  {%- do return(staging) -%}
{% endmacro %}

{% macro post_snapshot(staging_relation) %}
  {%- do adapter.dispatch('post_snapshot', 'dbt')(staging_relation) -%}
{% endmacro %}

{% macro default__post_snapshot(staging_relation) %}{% endmacro %}

{# Closes and writes versions as the staging table says. #}
{% macro snapshot_merge_sql(target, source, insert_cols) -%}
  {{ adapter.dispatch('snapshot_merge_sql', 'dbt')(target, source, insert_cols) }}
{%- endmacro %}

{% macro default__snapshot_merge_sql(target, source, insert_cols) -%}
  {%- set columns = insert_cols | join(', ') -%}
  {%- set names = config.get('snapshot_table_column_names') or get_snapshot_table_column_names() -%}
  {%- set valid_to = 'DBT_INTERNAL_DEST.' ~ names.dbt_valid_to -%}
  {%- set current_mark = config.get('dbt_valid_to_current') -%}
    merge into {{ target.render() }} as DBT_INTERNAL_DEST
    using {{ source }} as DBT_INTERNAL_SOURCE
    on DBT_INTERNAL_SOURCE.{{ names.dbt_scd_id }} = DBT_INTERNAL_DEST.{{ names.dbt_scd_id }}

    when matched
     {% if current_mark %}
       and ({{ equals(valid_to | trim, current_mark | trim) }} or {{ valid_to }} is null)
     {% else %}
       and {{ valid_to }} is null
     {% endif %}
     and DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')
        then update
        set {{ names.dbt_valid_to }} = DBT_INTERNAL_SOURCE.{{ names.dbt_valid_to }}

    when not matched
     and DBT_INTERNAL_SOURCE.dbt_change_type = 'insert'
        then insert ({{ columns }})
        values ({{ columns }})
{% endmacro %}
