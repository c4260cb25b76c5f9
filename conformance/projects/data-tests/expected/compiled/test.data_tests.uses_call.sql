

select count(*) filter (customer is null) + count(*) filter (amount is null) + count(*) filter (paid_on is null) as missing
from "warehouse"."main"."orders"
