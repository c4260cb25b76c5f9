select 1::integer as i, 1.50::decimal(6, 2) as d, date '2026-01-01' as day, timestamp '2026-01-01 10:00:00' as at, true as agreed, null::varchar as nothing,
  [1, 2] as list, {'a': 1} as struct, 'it''s' as quoted
