select {{ 5 | join(',') }} as id
