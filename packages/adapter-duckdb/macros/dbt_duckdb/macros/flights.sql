{# The name under which MotherDuck runs a Python model. Unique for a user there: projects may redefine duckdb__flight_name. #}

{% macro flight_name(parsed_model) -%}
  {{ return(adapter.dispatch('flight_name', 'dbt')(parsed_model)) }}
{%- endmacro %}

{% macro default__flight_name(parsed_model) -%}
  {{ return(duckdb__flight_name(parsed_model)) }}
{%- endmacro %}

{% macro duckdb__flight_name(parsed_model) -%}
  {%- set name = parsed_model.get('alias') or parsed_model.get('name') -%}
  {%- set parts = ['dbt', parsed_model.get('package_name'), parsed_model.get('database'), parsed_model.get('schema'), name] -%}
  {{ return(parts | select | join('-')) }}
{%- endmacro %}
