{{ config(materialized='table') }}
select * from read_csv('order.csv')
