select range::date as date_day from range(date '2026-01-01', date '2026-01-10', interval 1 day)
