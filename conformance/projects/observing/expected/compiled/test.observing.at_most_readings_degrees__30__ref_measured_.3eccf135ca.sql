select * from "warehouse"."main"."readings" where degrees > 30 and exists (from "warehouse"."main"."measured")
