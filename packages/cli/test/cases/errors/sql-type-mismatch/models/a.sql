select 1 as id
where date '2026-01-01' > 5
