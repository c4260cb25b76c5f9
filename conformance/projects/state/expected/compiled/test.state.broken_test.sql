select * from "warehouse"."prod"."after_break" where no_such_column is null
