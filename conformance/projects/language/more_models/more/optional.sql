{{ config(enabled=var("region") == "eu") }}
select * from {{ ref("counted") }} {% if execute %}-- executing{% endif %}
