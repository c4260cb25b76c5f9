select b.customer, b.amount, c.country from {{ ref("eph_big") }} as b left join {{ source("crm", "countries") }} as c on c.name = b.customer
