{# A share of 0 to 100 with two decimals; null when there is nothing to take a share of. #}
{% macro pct(part, whole) -%}
    round({{ part }} * 100.0 / nullif({{ whole }}, 0), 2)
{%- endmacro %}

{# A mean with two decimals; null when nothing was counted. #}
{% macro mean(total, count) -%}
    round({{ total }} * 1.0 / nullif({{ count }}, 0), 2)
{%- endmacro %}
