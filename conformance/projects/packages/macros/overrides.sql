{% macro default__labelled(name) %}'{{ name }} by the shop'{% endmacro %}
{% macro shared_name() %}'from shop'{% endmacro %}
{% macro generate_schema_name(custom_schema_name, node) -%}
  {%- if custom_schema_name is none -%} {{ target.schema }}
  {%- else -%} x_{{ custom_schema_name | trim }}_{{ node.package_name }}
  {%- endif -%}
{%- endmacro %}
{% macro which_currency(other="none") %}
  {% do log("currency " ~ var("currency") ~ ", other " ~ other, info=true) %}
{% endmacro %}
{% macro get_where_subquery(relation) -%}
  {%- if config.get("where") -%} (select * from {{ relation }} where {{ config.get("where") }}) narrowed {%- else -%} {{ relation }} {%- endif -%}
{%- endmacro %}
