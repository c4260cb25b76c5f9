{% macro start_watching() %}
  {% do graph.setdefault('watcher', {'tests': {}, 'calls': []}) %}
  {{ return('') }}
{% endmacro %}

{% macro memory(name) %}
  {% if not graph.get('watcher') %}{% do watcher.start_watching() %}{% endif %}
  {{ return(graph['watcher'][name]) }}
{% endmacro %}

{% macro log_columns() %}
  {{ return(['unique_id', 'status', 'message', 'failures', 'node_keys', 'result_keys', 'timings', 'sql', 'kind']) }}
{% endmacro %}

{% macro empty_table(columns) %}
select {% for column in columns %}cast(null as varchar) as {{ column }}{{ ', ' if not loop.last }}{% endfor %} where false
{% endmacro %}

{# Rows made by a macro that is handed over as a value, written in portions. #}
{% macro fill(relation, things, to_row, portion=2) %}
  {% set rows = [] %}
  {% for thing in things %}
    {% set row = to_row(thing) %}
    {% if row is not none %}{% do rows.append(row) %}{% endif %}
  {% endfor %}
  {% set rows = rows | sort(attribute=0) %}
  {% for first in range(0, rows | length, portion) %}
    {% set tuples = [] %}
    {% for row in rows[first:first + portion] %}
      {% do tuples.append('({})'.format(watcher.quoted(row))) %}
    {% endfor %}
    {% do run_query('insert into ' ~ relation ~ ' values ' ~ tuples | join(', ')) %}
  {% endfor %}
{% endmacro %}

{% macro quoted(row) %}
  {% set cells = [] %}
  {% for cell in row %}
    {% set text = cell if cell is string else tojson(cell) %}
    {% do cells.append('null' if cell is none else "'" ~ text | replace("'", "''") ~ "'") %}
  {% endfor %}
  {{ return(cells | join(', ')) }}
{% endmacro %}

{% macro node_row(node) %}
  {% if node.resource_type not in ['model', 'seed'] or node.package_name == 'watcher' %}{{ return(none) }}{% endif %}
  {{ return([node.unique_id, node.keys() | list, node.depends_on.get('macros'), node.depends_on.get('nodes'), node.config.meta,
             node.tags, node.columns.values() | selectattr('description') | list | length, 'compiled_code' in node,
             node.config_call_dict]) }}
{% endmacro %}

{% macro result_row(result) %}
  {% set dict = result.to_dict() %}
  {% set timings = [] %}
  {% for timing in result.timing %}
    {% set took = timing.completed_at - timing.started_at %}
    {% do timings.append([timing.name, took >= modules.datetime.timedelta(), dict.timing[loop.index0].started_at is string]) %}
  {% endfor %}
  {% set message = 'failed' if result.status == 'error' else result.message %}
  {{ return([result.node.unique_id, dict.status | string, message, result.failures, dict.node.keys() | list, dict.keys() | list,
             timings, (result.node.compiled_code or '') | trim | length > 0,
             [result.node.config.materialized, result.node.search_name, result.node.is_ephemeral_model,
              result.node.test_metadata.name if result.node.test_metadata else none, result is mapping, result.get is defined,
              result.skipped, result.node.depends_on_nodes]]) }}
{% endmacro %}

{% macro relation_of(name) %}
  {% set found = graph.nodes.values() | selectattr('package_name', '==', 'watcher') | selectattr('name', '==', name) | first %}
  {{ return(adapter.get_relation(database=found.database, schema=found.schema, identifier=found.alias)) }}
{% endmacro %}

{% macro write_down() %}
  {% if execute and flags.WHICH in ['build', 'test'] %}
    {% do watcher.fill(watcher.relation_of('run_log'), results, watcher.result_row) %}
    {% set settings = ref.config %}
    {% do watcher.fill(watcher.relation_of('command_log'), [[
        flags.WHICH, settings.vars.to_dict(), settings.cli_vars, invocation_args_dict.select or settings.args.select,
        settings.dependencies['watcher'].version, settings.project_name, settings.model_paths, settings.profile_name,
        run_started_at.astimezone(modules.pytz.utc).year > 2000]], watcher.as_is) %}
    {% do watcher.fill(watcher.relation_of('test_log'), watcher.memory('tests').items(), watcher.test_row) %}
  {% endif %}
{% endmacro %}

{% macro as_is(row) %}{{ return(row) }}{% endmacro %}
{% macro test_row(item) %}{{ return([item[0]] + item[1]) }}{% endmacro %}
