select 1 from "warehouse"."main"."counted" as c, "warehouse"."main"."stg" as s where c.n < 0 and s.id < 0
