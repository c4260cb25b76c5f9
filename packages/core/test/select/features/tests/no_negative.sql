select * from {{ ref('dim_customers') }} d join {{ ref('stg_orders') }} using (id) where n < 0
