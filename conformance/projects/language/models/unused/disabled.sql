select * from {{ ref("does_not_exist_but_disabled") }}
