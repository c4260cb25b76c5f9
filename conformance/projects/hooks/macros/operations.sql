{% macro add_note(text) %}
  {% do run_query(note(text)) %}
  {% set table = run_query("select count(*) as n, max(step) as last from " ~ target.schema ~ ".notes where text like '%outside%'") %}
  {% do print("notes " ~ table.columns[0].values() ~ " " ~ table.rows[0]["last"] ~ " " ~ table.column_names) %}
{% endmacro %}

{% macro print_graph() %}
  {% for node in graph.nodes.values() | selectattr("resource_type", "equalto", "model") | sort(attribute="name") %}
    {{ print(node.name ~ " " ~ node.config.materialized ~ " " ~ node.depends_on.nodes | join(", ") ~ " " ~ node.tags) }}
  {% endfor %}
  {{ print(graph.sources.keys() | list) }}
  {{ print(graph.exposures.values() | map(attribute="name") | list) }}
{% endmacro %}

{% macro print_relations() %}
  {% set relation = adapter.get_relation(database=target.database, schema=target.schema, identifier="seeded") %}
  {{ print(relation ~ " " ~ relation.type ~ " " ~ relation.is_table) }}
  {% for column in adapter.get_columns_in_relation(relation) %}
    {{ print(column.name ~ " " ~ column.data_type ~ " " ~ column.dtype ~ " " ~ column.is_string() ~ " " ~ column.is_number()) }}
  {% endfor %}
  {{ print(adapter.get_relation(database=target.database, schema=target.schema, identifier="nothing_here")) }}
  {{ print(load_relation(api.Relation.create(database=target.database, schema=target.schema, identifier="statements")).render()) }}
  {{ print(dbt_utils_like()) }}
{% endmacro %}

{% macro dbt_utils_like() %}{{ return(["a", 1, 2.5, none, true, {"k": ("t", "u")}]) }}{% endmacro %}

{% macro breaks() %}
  {% do exceptions.raise_compiler_error("this operation always breaks") %}
{% endmacro %}

{% macro returns_value() %}
  {{ return(42) }}
{% endmacro %}
