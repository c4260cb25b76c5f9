select c.id, count(*) as n from {{ ref('stg_customers') }} c join {{ ref('fct_orders') }} o on o.customer_id = c.id join {{ ref('countries') }} using (id) group by 1
