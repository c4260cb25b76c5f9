{% macro check(currency) %}
  {% if not currency %}
    {{ exceptions.raise_compiler_error('orders wants a currency') }}
  {% endif %}
{% endmacro %}
