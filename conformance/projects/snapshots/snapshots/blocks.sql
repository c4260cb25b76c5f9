{% snapshot people_timestamp %}
{{ config(strategy="timestamp", unique_key="id", updated_at="updated_at", tags=["again"]) }}
select * from {{ ref("people") }}
{% endsnapshot %}

{% snapshot people_pair %}
{{ config(strategy="timestamp", unique_key=["region", "id"], updated_at="updated_at") }}
select * from {{ ref("people") }}
{% endsnapshot %}

{% snapshot people_expression_key %}
{{ config(strategy="timestamp", unique_key="region || '-' || id", updated_at="updated_at::timestamp") }}
select id, region, name, city, updated_at from {{ ref("people") }}
{% endsnapshot %}

{% snapshot people_check %}
{{ config(strategy="check", unique_key="id", check_cols=["city", "name"]) }}
select id, name, city from {{ ref("people") }}
{% endsnapshot %}

{% snapshot people_check_all %}
{{ config(strategy="check", unique_key="id", check_cols="all", tags=["again"]) }}
select * exclude (updated_at) from {{ ref("people") }}
{% endsnapshot %}

{% snapshot people_check_dated %}
{{ config(strategy="check", unique_key="id", check_cols=["city"], updated_at="updated_at") }}
select * from {{ ref("people") }}
{% endsnapshot %}

{% snapshot people_deleted %}
{{ config(strategy="timestamp", unique_key="id", updated_at="updated_at", invalidate_hard_deletes=true) }}
select * from {{ ref("people") }}
{% endsnapshot %}

{% snapshot people_new_record %}
{{ config(strategy="timestamp", unique_key="id", updated_at="updated_at", hard_deletes="new_record") }}
select id, name, city, updated_at from {{ ref("people") }}
{% endsnapshot %}
