{% snapshot snap_orders %}
  {{ config(check_cols=none, tags='snap', snapshot_meta_column_names={'dbt_valid_to': 'until'}) }}
  select * from {{ ref('orders') }}
{% endsnapshot %}

{% snapshot snap_check %}{{ config(strategy='check', check_cols=['a', 'b'], target_database='dev', unique_key=['id', 'x'], updated_at=none, hard_deletes='invalidate') }} select 1{% endsnapshot %}
