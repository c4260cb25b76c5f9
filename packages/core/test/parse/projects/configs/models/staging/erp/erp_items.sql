{%- set a = ref('helper', 'base') -%}
select * from {{ a }} {{ config(enabled=true, materialized='ephemeral') }}
