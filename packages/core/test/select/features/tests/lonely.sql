{{ config(tags=['lonely']) }} select 1 where false
