{# Every data test goes through here: its rows are kept, then dbt's own materialization counts them. #}
{% materialization test, default %}
  {% set kept = make_temp_relation(api.Relation.create(database=this.database, schema=target.schema, identifier=model.alias[:30] ~ '_kept')) %}
  {% do run_query(create_table_as(true, kept, sql)) %}
  {% do context.update({'sql': 'select * from ' ~ kept}) %}
  {% set outcome = watcher.count_with(dbt.materialization_test_default) %}
  {% set counted = load_result('main') %}
  {% set sample = [] %}
  {% if counted['data'][0][0] | int > 0 %}
    {% for row in run_query('select * from (' ~ sql ~ ') order by all limit 2').rows %}
      {% do sample.append(row.dict().items() | map('join', '=') | join(' ')) %}
    {% endfor %}
  {% endif %}
  {% do watcher.memory('tests').update({model.unique_id: [counted['data'][0][0] | int, sample | string, model.get('test_metadata', {}).get('kwargs')]}) %}
  {{ return(outcome) }}
{% endmaterialization %}

{% macro count_with(materialization) %}{{ return(materialization()) }}{% endmacro %}
