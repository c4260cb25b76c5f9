select * from {{ ref('stg_orderss') }}
