select count(*) as rows_ from "warehouse"."prod"."kept"
