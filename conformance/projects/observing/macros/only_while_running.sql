{% macro only_while_running() %}{{ return('seen while it runs') }}{% endmacro %}
