{{ config(materialized="table") }}
select "user", len(pages) as pages, "at"::timestamp as clicked_at from {{ source("files", "clicks") }}
