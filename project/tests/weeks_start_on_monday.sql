select week_start_utc from {{ ref('mart_user_activity_weekly') }} where isodow(week_start_utc) <> 1
union all
select cohort_week_start_utc from {{ ref('mart_user_retention_w4') }} where isodow(cohort_week_start_utc) <> 1
union all
select week_start_utc from {{ ref('mart_task_productivity_weekly') }} where isodow(week_start_utc) <> 1
union all
select week_start_utc from {{ ref('mart_exec_scorecard_weekly') }} where isodow(week_start_utc) <> 1
