select
{% for n in [1, 2] %}
  {{ n }} as c{{ n }},,
{% endfor %}
  1 as id
