select * from 'data/orders_2026-01.csv'
union all
select * from 'data/orders_2026-02.csv'
union all
select * from 'data/orders_2026-02.csv'
