select a, sum(b) as b
from (values (1, 2)) as t(a, b)
