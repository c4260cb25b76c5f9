select {{ euros('amount', 2, 3) }} as amount
