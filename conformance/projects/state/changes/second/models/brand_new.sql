select count(*) as rows_ from {{ ref("kept") }}
