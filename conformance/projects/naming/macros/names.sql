{% macro generate_schema_name(custom_schema_name, node) -%}
  {%- set base = target.schema -%}
  {%- if custom_schema_name is none -%}{{ base }}{%- elif target.name == "prod" -%}{{ custom_schema_name | trim }}{%- else -%}{{ base }}__{{ custom_schema_name | trim }}{%- endif -%}
{%- endmacro %}

{% macro generate_alias_name(custom_alias_name=none, node=none) -%}
  {%- if custom_alias_name -%}{{ custom_alias_name | trim }}
  {%- elif node.version -%}{{ node.name ~ "_v" ~ (node.version | replace(".", "_")) }}
  {%- elif node.resource_type == "model" and node.config.materialized == "table" -%}t_{{ node.name }}
  {%- else -%}{{ node.name }}
  {%- endif -%}
{%- endmacro %}

{% macro generate_database_name(custom_database_name=none, node=none) -%}
  {%- if custom_database_name is none or target.name == "prod" -%}{{ target.database }}{%- else -%}{{ custom_database_name | trim }}{%- endif -%}
{%- endmacro %}
