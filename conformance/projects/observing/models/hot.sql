select * from {{ ref('readings') }} where degrees > {{ var('threshold') }}
