select sum(amount) as total from {{ ref("private_step") }}
