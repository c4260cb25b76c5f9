select n::integer as n, name::varchar as name, 1::integer as more from "warehouse"."prod"."base"
