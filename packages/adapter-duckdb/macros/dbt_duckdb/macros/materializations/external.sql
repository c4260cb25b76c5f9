{# A file (Parquet, CSV or JSON) with the model's rows, and a view over it. #}

{%- materialization external, adapter='duckdb', supported_languages=['sql', 'python'] -%}
  {%- set location = render(config.get('location', default=external_location(this, config))) -%}
  {%- set write_config = render_write_options(config) -%}
  {%- set write_options = adapter.external_write_options(location, write_config) -%}
  {%- set read_location = adapter.external_read_location(location, write_config) -%}
  {%- set format = config.get('format') -%}
  {%- if format and format not in ['csv', 'parquet', 'json'] -%}
    {%- do exceptions.raise_compiler_error('Invalid format: ' ~ format ~ '. Allowed formats are: csv, parquet, json') -%}
  {%- elif not format -%}
    {%- set written = write_config['format'] | lower -%}
    {%- set format = written if written in ['csv', 'parquet', 'json'] else 'parquet' -%}
  {%- endif -%}

  {%- set language = model['language'] -%}
  {%- set existing = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='view') -%}
  {%- set rows = make_intermediate_relation(this.incorporate(type='table'), suffix='__dbt_tmp') -%}
  {%- set staged = make_intermediate_relation(target_relation, suffix='__dbt_int') -%}
  {%- set backup = make_backup_relation(target_relation, 'table' if existing is none else existing.type) -%}
  {%- for leftover in [load_cached_relation(staged), load_cached_relation(rows), load_cached_relation(backup)] -%}
    {%- do drop_relation_if_exists(leftover) -%}
  {%- endfor -%}

  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}

  {%- call statement('create_table', language=language) -%}
    {{ create_table_as(False, rows, compiled_code, language) }}
  {%- endcall -%}

  {# A file without rows would lose its columns' types: one row of nulls stands in, which the view leaves out. #}
  {%- set empty = run_query('select count(*) as row_count from ' ~ rows)[0][0] == 0 -%}
  {%- set columns = get_columns_in_relation(rows) if empty else [] -%}
  {%- if empty -%}
    {%- call statement('main') -%}
      insert into {{ rows }} values ({{ (['null'] * (columns | length)) | join(', ') }})
    {%- endcall -%}
  {%- endif -%}
  {%- do write_to_file(rows, location, write_options) -%}

  {%- call statement('main') -%}
    create or replace view {{ staged }} as (
      select * from {{ duckdb__read_function(format, read_location, write_config) }}
      {%- if empty %}
      where 1
      {%- for column in columns %} and "{{ column.column }}" is not null{% endfor %}
      {%- endif %}
    );
  {%- endcall -%}

  {%- do tsmodel_swap_relation(existing, staged, target_relation, backup) -%}
  {%- do adapter.drop_relation(rows) -%}

  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing, full_refresh_mode=True)) -%}
  {%- do persist_docs(target_relation, model) -%}
  {%- do adapter.commit() -%}

  {%- set plugin = config.get('plugin') -%}
  {%- if config.get('glue_register', default=false) is true -%}
    {%- set plugin = 'glue|' ~ config.get('glue_database', 'default') -%}
  {%- endif -%}
  {%- if plugin is not none -%}
    {%- do store_relation(plugin, target_relation, location, format, config) -%}
  {%- endif -%}

  {%- do run_hooks(post_hooks, inside_transaction=False) -%}
  {{ return({'relations': [target_relation]}) }}
{%- endmaterialization -%}

{# read_csv('…', auto_detect=True) and its like, with the options of `<format>_read_options`. #}
{%- macro duckdb__read_function(format, location, write_config) -%}
  {%- set defaults = {'parquet': {'union_by_name': False}, 'json': {'auto_detect': True}, 'csv': {'auto_detect': True}} -%}
  {%- set options = config.get(format ~ '_read_options', defaults[format]) -%}
  {# Readers take the compression from lower-case file names only. #}
  {%- if format != 'parquet' and write_config.get('compression') and 'compression' not in options -%}
    {%- set options = dict(options, compression=write_config['compression']) -%}
  {%- endif -%}
  read_{{ format }}('{{ location }}'
  {%- for key, value in options.items() -%}
    , {{ key }}={{ "'" ~ value ~ "'" if value is string else value }}
  {%- endfor -%}
  )
{%- endmacro -%}

{% macro location_exists(location) -%}
  {%- do return(adapter.location_exists(location)) -%}
{%- endmacro %}

{% macro write_to_file(relation, location, options) -%}
  {%- call statement('write_to_file') -%}
    copy {{ relation }} to '{{ location }}' ({{ options }})
  {%- endcall -%}
{%- endmacro %}

{% macro store_relation(plugin, relation, location, format, config) -%}
  {%- do adapter.store_relation(plugin, relation, adapter.get_columns_in_relation(relation), location, format, config) -%}
{%- endmacro %}

{# `options:`, rendered, with the older keys `format:` and `delimiter:` beside it. #}
{% macro render_write_options(config) -%}
  {%- set options = config.get('options', {}) -%}
  {%- if options is not mapping -%}
    {%- do exceptions.raise_compiler_error('The options argument must be a dictionary') -%}
  {%- endif -%}
  {%- for key in options -%}
    {%- do options.update({key: render(options[key])}) -%}
  {%- endfor -%}
  {%- for key in ['format', 'delimiter'] if config.get(key) -%}
    {%- do options.update({key: render(config.get(key))}) -%}
  {%- endfor -%}
  {%- do return(options) -%}
{%- endmacro %}

{# A partitioned model is a folder of files. #}
{%- macro external_location(relation, config) -%}
  {{ adapter.external_root() }}/{{ relation.identifier }}
  {%- if config.get('options', {}).get('partition_by') is none -%}
    .{{ config.get('format', 'parquet') }}
  {%- endif -%}
{%- endmacro -%}

{# For on-run-start: makes the views again over the files of models that this run reads but does not build. #}
{%- macro register_upstream_external_models() -%}
  {%- if execute -%}
    {%- set seen = {} -%}
    {%- set schemas = {} -%}
    {%- for id in selected_resources if id in graph['nodes'] -%}
      {%- for upstream_id in graph['nodes'][id]['depends_on']['nodes']
        if upstream_id not in seen and upstream_id not in selected_resources -%}
        {%- do seen.update({upstream_id: true}) -%}
        {%- set node = graph['nodes'].get(upstream_id) -%}
        {%- if node and node.resource_type in ('model', 'seed') and node.config.materialized == 'external' -%}
          {%- set relation = api.Relation.create(database=node['database'], schema=node['schema'], identifier=node['alias']) -%}
          {%- set location = node.config.get('location', external_location(relation, node.config)) -%}
          {%- set files = adapter.external_read_location(location, render_write_options(node.config)) -%}
          {%- if relation.schema not in schemas -%}
            {%- do schemas.update({relation.schema: true}) -%}
            {%- call statement('main', language='sql') -%}
              create schema if not exists {{ relation.without_identifier() }}
            {%- endcall -%}
          {%- endif -%}
          {%- call statement('main', language='sql') -%}
            create or replace view {{ relation }} as (
              select * from '{{ files }}'
            );
          {%- endcall -%}
        {%- endif -%}
      {%- endfor -%}
    {%- endfor -%}
    {%- if schemas -%}
      {%- do adapter.commit() -%}
    {%- endif -%}
  {%- endif -%}
{%- endmacro -%}
