select 1 as id, 'x' as name, {{ function('double') }}(2) as twice from {{ source('raw', 'orders') }}
