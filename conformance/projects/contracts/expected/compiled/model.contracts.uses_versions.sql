select 'latest' as which_, count(*) as rows_, '"warehouse"."main"."dim_customers"' as relation from "warehouse"."main"."dim_customers"
union all select 'one', count(*), '"warehouse"."main"."dim_customers_v1"' from "warehouse"."main"."dim_customers_v1"
union all select 'next', count(*), '"warehouse"."main"."dim_customers_v3"' from "warehouse"."main"."dim_customers_v3"
