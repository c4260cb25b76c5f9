select id, upper(customer) as customer, amount, sold_on from {{ ref("sales") }}
