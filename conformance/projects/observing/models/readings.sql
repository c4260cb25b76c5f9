{{ config(materialized='incremental', unique_key='id', meta={'team': 'weather', 'weights': [1, 2.5]}, tags=['daily']) }}
select id, place, degrees from {{ ref('measured') }}
{% if execute %}-- {{ only_while_running() }}{% endif %}
