select * from {{ ref("balances") }}
