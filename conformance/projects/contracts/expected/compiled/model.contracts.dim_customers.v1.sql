select 10::integer as customer_id, 'ada'::varchar as name, 'x' as old_code
