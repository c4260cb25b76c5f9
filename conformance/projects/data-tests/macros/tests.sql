{% test expression_holds(model, expression) %}
{{ config(severity="warn") }}
select * from {{ model }} where not coalesce({{ expression }}, false)
{% endtest %}
