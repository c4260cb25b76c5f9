create or replace table reference.main.rates as select * from (values ('EUR', 1.0), ('USD', 0.9)) as r(currency, rate)
