
select "user", len(pages) as pages, "at"::timestamp as clicked_at from 'data/clicks.json'
