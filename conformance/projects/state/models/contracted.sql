select n::integer as n, name::varchar as name from {{ ref("base") }}
