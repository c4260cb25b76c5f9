{% if execute %}
{% set ids = run_query("select idd from " ~ ref('a')) %}
{% endif %}
select 1 as id -- depends on {{ ref('a') }}
