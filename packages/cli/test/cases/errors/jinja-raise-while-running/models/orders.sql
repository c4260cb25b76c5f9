{% if execute %}
  {{ exceptions.raise_compiler_error('no rows to pivot') }}
{% endif %}
select 1 as id
