select i.whole, t.code, n."Full Name" as full_name, s.b, x.text
from {{ ref("inferred") }} as i
join {{ ref("typed") }} as t on t.id = i.whole
cross join {{ ref("names") }} as n
left join {{ ref("semicolons") }} as s on s.a = i.whole
left join {{ ref("texts") }} as x on x.id = i.whole
