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

-- Each week's row of each of them, the columns of the others null.
parts as (

    select * from activity
    union all by name
    select * from retention
    union all by name
    select * from created
    union all by name
    select * from completed

),

joined as (

    select
        week_start_utc,
        coalesce(max(weekly_active_users), 0) as weekly_active_users,
        coalesce(max(users_with_any_activity), 0) as users_with_any_activity,
        coalesce(max(total_event_count), 0) as total_event_count,
        coalesce(max(key_event_count), 0) as key_event_count,
        coalesce(max(late_event_count), 0) as late_event_count,
        max(ingestion_lag_days) as ingestion_lag_days,
        coalesce(max(cohort_size), 0) as retention_cohort_size,
        coalesce(max(retained_users), 0) as retained_users_w4,
        coalesce(max(tasks_created), 0) as tasks_created,
        coalesce(max(tasks_completed), 0) as tasks_completed,
        max(tasks_completed_on_time) as tasks_completed_on_time,
        max(median_cycle_time_days) as median_cycle_time_days,
        max(blocked_tasks_created) as blocked_tasks_created,
        max(unassigned_tasks_created) as unassigned_tasks_created
    from parts
    group by week_start_utc

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
