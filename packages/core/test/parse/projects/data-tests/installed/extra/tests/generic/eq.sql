{% test equal_rows(model, compare_model, columns=none) %}{{ return(adapter.dispatch('test_equal_rows', 'extra')(model, compare_model)) }}{% endtest %}
{% macro only_tests_count_here() %}x{% endmacro %}
