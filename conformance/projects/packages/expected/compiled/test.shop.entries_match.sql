select * from "warehouse"."main"."uses_own_name" where entries is null
