with user_weeks as (

    select *
    from {{ ref('int_user_week_activity') }}
    where not has_post_deactivation_activity

),

segments as (

    select
        week_start_utc,
        plan_tier,
        region,
        role_type,
        {{ activity_counts() }}
    from user_weeks
    group by all

)

select
    week_start_utc,
    plan_tier,
    region,
    role_type,
    accounts_with_activity,
    users_with_any_activity,
    weekly_active_users,
    {{ pct('weekly_active_users', 'users_with_any_activity') }} as active_among_engaged_users_pct,
    {{ mean('total_event_count', 'weekly_active_users') }} as avg_events_per_active_user,
    {{ mean('key_event_count', 'weekly_active_users') }} as avg_key_events_per_active_user,
    total_event_count,
    key_event_count,
    supporting_event_count,
    {{ pct('key_event_count', 'total_event_count') }} as key_event_share_pct,
    late_event_count,
    {{ pct('late_event_count', 'total_event_count') }} as late_event_rate_pct,
    {{ mean('ingestion_lag_days', 'total_event_count') }} as avg_ingestion_lag_days
from segments
