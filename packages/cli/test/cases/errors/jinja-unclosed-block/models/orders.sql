select 1 as id
{% if target.name == 'dev' %}
limit 10
