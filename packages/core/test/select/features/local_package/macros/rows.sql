{% test rows_at_least(model, n) %} select count(*) from {{ model }} having count(*) < {{ n }} {% endtest %}
