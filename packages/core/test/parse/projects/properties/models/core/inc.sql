{{ config(materialized='incremental') }} select * from {{ source('raw','orders') }} {% if is_incremental() %} where 1=1 {% endif %}
