select {{ plus_one("n") }} as m from {{ ref("kept") }}
