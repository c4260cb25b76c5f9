-- Counted from the rows below the other marts, not from the marts: a median of medians is no median, and a rate
-- made of rounded rates is off in the last digit.
with activity as (

    select
        week_start_utc,
        {{ activity_counts() }}
    from {{ ref('int_user_week_activity') }}
    where not has_post_deactivation_activity
    group by week_start_utc

),

retention as (

    select
        cohort_week_start_utc as week_start_utc,
        {{ retention_counts() }}
    from {{ ref('int_user_retention_w4') }}
    group by week_start_utc

),

created as (

    select
        created_week_start_utc as week_start_utc,
        {{ created_task_counts() }}
    from {{ ref('int_tasks_enriched') }}
    group by week_start_utc

),

completed as (

    select
        completed_week_start_utc as week_start_utc,
        {{ completed_task_counts() }}
    from {{ ref('int_tasks_enriched') }}
    where is_completed and completed_at_utc is not null
    group by week_start_utc

),

weeks as (

    select week_start_utc from activity
    union
    select week_start_utc from retention
    union
    select week_start_utc from created
    union
    select week_start_utc from completed

),

joined as (

    select
        weeks.week_start_utc,
        coalesce(activity.weekly_active_users, 0) as weekly_active_users,
        coalesce(activity.users_with_any_activity, 0) as users_with_any_activity,
        coalesce(activity.total_event_count, 0) as total_event_count,
        coalesce(activity.key_event_count, 0) as key_event_count,
        coalesce(activity.late_event_count, 0) as late_event_count,
        activity.ingestion_lag_days,
        coalesce(retention.cohort_size, 0) as retention_cohort_size,
        coalesce(retention.retained_users, 0) as retained_users_w4,
        coalesce(created.tasks_created, 0) as tasks_created,
        coalesce(completed.tasks_completed, 0) as tasks_completed,
        completed.tasks_completed_on_time,
        completed.median_cycle_time_days,
        created.blocked_tasks_created,
        created.unassigned_tasks_created
    from weeks
    left join activity on weeks.week_start_utc = activity.week_start_utc
    left join retention on weeks.week_start_utc = retention.week_start_utc
    left join created on weeks.week_start_utc = created.week_start_utc
    left join completed on weeks.week_start_utc = completed.week_start_utc

),

rated as (

    select
        *,
        lag(weekly_active_users) over (order by week_start_utc) as wau_prev_week,
        {{ pct('retained_users_w4', 'retention_cohort_size') }} as retention_rate_w4_pct
    from joined

)

select
    week_start_utc,
    weekly_active_users,
    wau_prev_week,
    {{ pct('(weekly_active_users - wau_prev_week)', 'wau_prev_week') }} as wau_wow_pct,
    users_with_any_activity,
    {{ pct('weekly_active_users', 'users_with_any_activity') }} as active_among_engaged_users_pct,
    total_event_count,
    key_event_count,
    {{ pct('key_event_count', 'total_event_count') }} as key_event_share_pct,
    late_event_count,
    {{ pct('late_event_count', 'total_event_count') }} as late_event_rate_pct,
    {{ mean('ingestion_lag_days', 'total_event_count') }} as avg_ingestion_lag_days,
    retention_cohort_size,
    retained_users_w4,
    retention_rate_w4_pct,
    round(
        avg(retention_rate_w4_pct) over (order by week_start_utc rows between 3 preceding and current row),
        2
    ) as retention_rate_w4_4w_ma,
    tasks_created,
    tasks_completed,
    {{ pct('tasks_completed', 'tasks_created') }} as completion_throughput_pct,
    median_cycle_time_days,
    {{ pct('tasks_completed_on_time', 'tasks_completed') }} as on_time_completion_rate_pct,
    {{ pct('blocked_tasks_created', 'tasks_created') }} as blocked_task_rate_created_pct,
    {{ pct('unassigned_tasks_created', 'tasks_created') }} as unassigned_task_rate_created_pct
from rated
