select 1 as id, current_timestamp as at from {{ ref('customers') }}
