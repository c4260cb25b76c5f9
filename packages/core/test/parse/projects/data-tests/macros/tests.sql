{% macro my_severity() %}warn{% endmacro %}
{% test custom(model, column_name, values=[], options={}, flag=false) %}
  {{ config(severity='warn', tags=['in_macro'], error_if='>10') }}
  select * from {{ model }} where {{ column_name }} in ({{ values | join(',') }})
{% endtest %}
{% test with_ref(model, other, field='id') %}
  {% if execute %}{{ exceptions.raise_compiler_error('x') }}{% endif %}
  select * from {{ model }} join {{ ref(other) }} using ({{ field }}) where {{ helper_for_test(field) }}
{% endtest %}
{% macro helper_for_test(x) %}{{ x }} is null or {{ source('raw', 'events') }}{% endmacro %}
{% test quiet(model, column_name, a, b=none) %}select {{ column_name }} from {{ model }} where {{ a }} = {{ b or 1 }} {{ plain_helper(a) }}{% endtest %}
{% macro plain_helper(x) %}{{ return(x) }}{% endmacro %}
{% test uses_var(model) %}select * from {{ model }} where x > {{ var('min_value') }} and {{ target.name }}{% endtest %}
