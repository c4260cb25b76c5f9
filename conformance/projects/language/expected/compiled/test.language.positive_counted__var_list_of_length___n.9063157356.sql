
select * from "warehouse"."main"."counted" where n < 2
