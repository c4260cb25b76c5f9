select 'latest' as which_, count(*) as rows_, '{{ ref("dim_customers") }}' as relation from {{ ref("dim_customers") }}
union all select 'one', count(*), '{{ ref("dim_customers", v=1) }}' from {{ ref("dim_customers", v=1) }}
union all select 'next', count(*), '{{ ref("contracts", "dim_customers", version=3) }}' from {{ ref("contracts", "dim_customers", version=3) }}
