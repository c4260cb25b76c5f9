{# The instant never comes before another one of the same row; a missing one of either is left alone. #}
{% test not_before(model, column_name, earlier) %}

select *
from {{ model }}
where {{ column_name }} < {{ earlier }}

{% endtest %}
