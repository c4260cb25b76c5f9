

{{ config(tags=['hourly'], meta={'owner': 'orders', 'x': [1, 2.5, none]}, grants={'+select': 'extra', 'delete': ['a', 'b']}) }}
{{ config(tags='second', post_hook="insert into {{ target.schema }}_audit.log select '{{ this.identifier }}' from {{ ref('customers') }}") }}
select * from {{ ref('stg_orders') }} join {{ ref('customers') }} using (id) join {{ ref("stg_orders") }} using (id)
{% if is_incremental() %} where 1 = 1 {% endif %}

