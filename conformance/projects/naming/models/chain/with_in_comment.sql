-- with a comment before
/* and with another */
WITH own as (select * from {{ ref("eph_three") }}), __other as (select 1 as x)
select own.*, x from own cross join __other
