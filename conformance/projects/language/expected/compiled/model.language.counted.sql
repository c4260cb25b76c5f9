
select count(*) as n, twice(21) as header from "warehouse"."main"."stg"
