{% test combination_is_unique(model, columns, quote_columns=false) %}
select {{ columns | join(", ") }} from {{ model }} group by {{ columns | join(", ") }} having count(*) > 1
{% endtest %}
{% test equal_rowcount(model, compare_model) %}
{{ config(fail_calc="sum(coalesce(diff, 0))") }}
select abs((select count(*) from {{ model }}) - (select count(*) from {{ compare_model }})) as diff
{% endtest %}
{% test accepted_range(model, column_name, min_value=none, max_value=none) %}
select * from {{ model }} where 1 = 2{% if min_value is not none %} or {{ column_name }} < {{ min_value }}{% endif %}{% if max_value is not none %} or {{ column_name }} > {{ max_value }}{% endif %}
{% endtest %}
