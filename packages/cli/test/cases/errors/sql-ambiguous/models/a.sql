select id
from (select 1 as id) as l
join (select 1 as id) as r on l.id = r.id
