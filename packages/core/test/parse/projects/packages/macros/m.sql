{% macro generate_alias_name(custom_alias_name=none, node=none) -%}
  {%- if custom_alias_name -%}c_{{ custom_alias_name }}{%- else -%}{{ node.package_name }}_{{ node.name }}{% if node.version %}_{{ node.version }}{% endif %}{%- endif -%}
{%- endmacro %}
{% macro generate_database_name(custom_database_name=none, node=none) -%}
  {{ custom_database_name or (node.config.get('materialized') == 'table' and 'tables' or target.database) }}
{%- endmacro %}
{% macro shared() %}shop shared {{ alpha.only_alpha() }}{% endmacro %}
{% macro default__pick() %}shop pick{% endmacro %}
{% macro ref() %}{{ return(builtins.ref(*varargs, **kwargs)) }}{% endmacro %}
