{% test quiet(model, column_name, a) %}select 2{% endtest %}
{% macro default__test_equal_rows(model, compare_model) %}select 1 from {{ model }}, {{ compare_model }}{% endmacro %}
