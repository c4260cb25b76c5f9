select id, customer_id, amount, {{ cents('amount') }} as cents from {{ ref('stg_paid') }} join {{ ref('local_package', 'lp_base') }} using (id)
