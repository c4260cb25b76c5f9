select id, 'a' as kind from {{ source('raw', 'customers') }}
