{% macro spine(datepart, start_date, end_date) -%}
  {{ return(adapter.dispatch("spine", "kit")(datepart, start_date, end_date)) }}
{%- endmacro %}

{% macro default__spine(datepart, start_date, end_date) %}
{{ dbt.date_spine(datepart, start_date, end_date) }}
{% endmacro %}

{% macro powers(upper_bound) %}
  {% for i in range(1, 100) %}{% if upper_bound <= 2 ** i %}{{ return(i) }}{% endif %}{% endfor %}
{% endmacro %}
