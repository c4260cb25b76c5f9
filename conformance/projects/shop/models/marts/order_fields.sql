{{ kit.unpivot(ref("fct_orders"), keep=["order_id"], remove=["order_key", "customer_id"]) }}
{% if not execute %}select 1{% endif %}
