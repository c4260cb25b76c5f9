{% macro pick_it() %}{{ return(adapter.dispatch('pick', 'beta')()) }}{% endmacro %}{% macro default__pick() %}beta pick{% endmacro %}{% macro duckdb__pick() %}duck pick{% endmacro %}
