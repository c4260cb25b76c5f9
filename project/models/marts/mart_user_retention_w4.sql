with segments as (

    select
        cohort_week_start_utc,
        plan_tier,
        region,
        role_type,
        {{ retention_counts() }}
    from {{ ref('int_user_retention_w4') }}
    group by all

)

select
    cohort_week_start_utc,
    plan_tier,
    region,
    role_type,
    cohort_size,
    retained_users,
    churned_users,
    {{ pct('retained_users', 'cohort_size') }} as retention_rate_pct,
    {{ mean('retained_key_event_count', 'retained_users') }} as avg_key_events_retained
from segments
