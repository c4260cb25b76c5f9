select n, n * 2 as twice from "warehouse"."prod"."base"
