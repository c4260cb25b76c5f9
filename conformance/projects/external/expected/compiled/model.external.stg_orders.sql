
select id, currency, amount::decimal(10, 2) as amount, day from read_csv('data/orders_*.csv', filename = false)
