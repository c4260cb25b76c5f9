-- Nobody can be missed in a week that is not over.
select cohort_week_start_utc
from {{ ref('mart_user_retention_w4') }}
where cohort_week_start_utc + 35 > {{ as_of_date() }}
