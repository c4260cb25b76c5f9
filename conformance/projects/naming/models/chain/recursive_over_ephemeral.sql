with recursive numbers as (
  select min(id) as i from {{ ref("eph_three") }}
  union all
  select i + 1 from numbers where i < 3
)
select * from numbers
