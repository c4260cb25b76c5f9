{# The generic tests every project has. Adapters may word them differently, hence the dispatch. Their blank lines show
   in compiled SQL and are dbt's. #}

{% test unique(model, column_name) %}
    {% set checked = adapter.dispatch('test_unique', 'dbt') %}
    {{ checked(model, column_name) }}
{% endtest %}

{% test not_null(model, column_name) %}
    {% set checked = adapter.dispatch('test_not_null', 'dbt') %}
    {{ checked(model, column_name) }}
{% endtest %}

{% test accepted_values(model, column_name, values, quote=True) %}
    {% set checked = adapter.dispatch('test_accepted_values', 'dbt') %}
    {{ checked(model, column_name, values, quote) }}
{% endtest %}

{% test relationships(model, column_name, to, field) %}
    {% set checked = adapter.dispatch('test_relationships', 'dbt') %}
    {{ checked(model, column_name, to, field) }}
{% endtest %}
