select n from {{ ref("base") }}
