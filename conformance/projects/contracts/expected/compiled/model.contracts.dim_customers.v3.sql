
select 10::integer as customer_id, 'ada'::varchar as full_name, 1::integer as score
