{% macro own_helper() %}'the ledger helps'{% endmacro %}
{% macro shared_name() %}'from ledger'{% endmacro %}
