{% set count = 3 %}
select {{ 'n' + count }} as id
