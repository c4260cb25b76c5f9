{% test between(model, column_name, low, high, inclusive=true) %}
{{ config(fail_calc="count(distinct value)") }}
select {{ column_name }} as value
from {{ model }}
where not ({{ column_name }} {{ ">=" if inclusive else ">" }} {{ low }} and {{ column_name }} {{ "<=" if inclusive else "<" }} {{ high }})
{% endtest %}

{% test row_count(model, at_least=1) %}
select rows_ from (select count(*) as rows_ from {{ model }}) as counted where rows_ < {{ at_least }}
{% endtest %}
