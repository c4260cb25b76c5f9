select i.whole, t.code, n."Full Name" as full_name, s.b, x.text
from "warehouse"."main"."inferred" as i
join "warehouse"."main"."typed_table" as t on t.id = i.whole
cross join "warehouse"."main"."names" as n
left join "warehouse"."main"."semicolons" as s on s.a = i.whole
left join "warehouse"."main"."texts" as x on x.id = i.whole
