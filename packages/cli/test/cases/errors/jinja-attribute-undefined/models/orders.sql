{% set settings = {'a': 1} %}
select {{ settings.b.c }} as id
