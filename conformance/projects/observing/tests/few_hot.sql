select * from {{ ref('hot') }} where degrees > 30
