{{ config(unique_key="id", on_schema_change="ignore") }}
{% if is_incremental() %}
select * exclude (kind) from {{ ref("events") }}
{% else %}
select id, account, kind, amount from {{ ref("events") }}
{% endif %}
