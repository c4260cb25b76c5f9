select * from {{ ref("downstream") }} where n > {{ var("least") }}
