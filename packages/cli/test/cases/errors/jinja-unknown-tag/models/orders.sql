select 1 as id
{% if true %}
limit 1
{% end_if %}
