-- The scorecard counts for itself; added up over their segments, the other marts have to say the same.
with activity as (

    select
        week_start_utc,
        sum(weekly_active_users) as weekly_active_users,
        sum(users_with_any_activity) as users_with_any_activity,
        sum(total_event_count) as total_event_count,
        sum(key_event_count) as key_event_count,
        sum(late_event_count) as late_event_count
    from {{ ref('mart_user_activity_weekly') }}
    group by week_start_utc

),

retention as (

    select
        cohort_week_start_utc as week_start_utc,
        sum(cohort_size) as retention_cohort_size,
        sum(retained_users) as retained_users_w4
    from {{ ref('mart_user_retention_w4') }}
    group by week_start_utc

),

productivity as (

    select
        week_start_utc,
        sum(tasks_created) as tasks_created,
        sum(tasks_completed) as tasks_completed
    from {{ ref('mart_task_productivity_weekly') }}
    group by week_start_utc

)

select scorecard.week_start_utc
from {{ ref('mart_exec_scorecard_weekly') }} as scorecard
left join activity on scorecard.week_start_utc = activity.week_start_utc
left join retention on scorecard.week_start_utc = retention.week_start_utc
left join productivity on scorecard.week_start_utc = productivity.week_start_utc
where
    scorecard.weekly_active_users <> coalesce(activity.weekly_active_users, 0)
    or scorecard.users_with_any_activity <> coalesce(activity.users_with_any_activity, 0)
    or scorecard.total_event_count <> coalesce(activity.total_event_count, 0)
    or scorecard.key_event_count <> coalesce(activity.key_event_count, 0)
    or scorecard.late_event_count <> coalesce(activity.late_event_count, 0)
    or scorecard.retention_cohort_size <> coalesce(retention.retention_cohort_size, 0)
    or scorecard.retained_users_w4 <> coalesce(retention.retained_users_w4, 0)
    or scorecard.tasks_created <> coalesce(productivity.tasks_created, 0)
    or scorecard.tasks_completed <> coalesce(productivity.tasks_completed, 0)
