select * from {{ ref("uses_own_name") }} where entries is null
