{% macro rounded(expression) %}{{ return(adapter.dispatch("rounded", "tools")(expression)) }}{% endmacro %}

{% macro default__rounded(expression) %}round({{ expression }}, {{ var("digits") }}){% endmacro %}

{% macro labelled(name) %}{{ adapter.dispatch("labelled", "tools")(name) }}{% endmacro %}

{% macro default__labelled(name) %}'{{ name }} by default'{% endmacro %}

{% macro initials(name) -%}
  {{ adapter.dispatch("initials", macro_namespace="tools")(name) }}
{%- endmacro %}

{% macro default__initials(name) -%} left({{ name }}, 1) {%- endmacro %}

{% macro describe_tools() %}
  {{ print("tools " ~ var("suffix") ~ " " ~ var("digits") ~ " " ~ project_name) }}
  {{ print(tools.rounded("x") ~ " | " ~ tools.labelled("y") ~ " | " ~ tools.initials("z")) }}
{% endmacro %}

{% macro settings() %}{{ return({"suffix": var("suffix", "no suffix"), "project": project_name}) }}{% endmacro %}
