select n from "warehouse"."prod"."base"
