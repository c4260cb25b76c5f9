{% macro generate_schema_name(custom_schema_name, node) -%}
  {%- if custom_schema_name is none -%}{{ target.schema }}
  {%- elif node.resource_type == 'seed' -%}seed_{{ custom_schema_name | trim }}
  {%- else -%}{{ target.schema }}__{{ custom_schema_name | trim }}
  {%- endif -%}
{%- endmacro %}

{% macro cents(column, digits=2) %}round({{ column }} / 100, {{ digits }}){% endmacro %}
{% macro note_start(what) %}{{ log(what) }}{{ return(adapter.dispatch('note', 'shop')(what)) }}{% endmacro %}
{% macro default__note(what) %}select '{{ what }}' {{ cents('x') }}{% endmacro %}
