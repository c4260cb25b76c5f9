{{ config(tags=['an']) }} select * from {{ ref('orders') }}
