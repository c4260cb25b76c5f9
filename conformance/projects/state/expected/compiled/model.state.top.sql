select * from "warehouse"."dev"."downstream" where n > 0
