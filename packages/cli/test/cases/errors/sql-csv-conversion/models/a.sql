{{ config(materialized='table') }}
select * from read_csv('orders.csv', types = {'amount': 'INTEGER'}, header = true)
