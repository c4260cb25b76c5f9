select (n + 1) as m from "warehouse"."prod"."kept"
