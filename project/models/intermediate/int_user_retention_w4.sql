-- Dates plus a number are dates that many days later: 28 days are four weeks.
with active_weeks as (

    select *
    from {{ ref('int_user_week_activity') }}
    where is_active_week and not has_post_deactivation_activity

),

cohorts as (

    select
        user_id,
        account_id,
        plan_tier,
        region,
        role_type,
        week_start_utc as cohort_week_start_utc,
        week_start_utc + 28 as retention_target_week_start_utc
    from active_weeks
    qualify row_number() over (partition by user_id order by week_start_utc, account_id) = 1

),

-- The target week has to be over, or absence would mean nothing.
mature_cohorts as (

    select *
    from cohorts
    where cohort_week_start_utc + 35 <= {{ as_of_date() }}

),

key_events as (

    select
        user_id,
        week_start_utc,
        cast(sum(key_event_count) as bigint) as key_event_count
    from active_weeks
    group by user_id, week_start_utc

)

select
    mature_cohorts.user_id,
    mature_cohorts.account_id,
    mature_cohorts.plan_tier,
    mature_cohorts.region,
    mature_cohorts.role_type,
    mature_cohorts.cohort_week_start_utc,
    mature_cohorts.retention_target_week_start_utc,
    key_events.week_start_utc as retained_week_start_utc,
    coalesce(key_events.key_event_count, 0) as retained_key_event_count,
    key_events.week_start_utc is not null as is_retained_w4,
    1 as cohort_user_count
from mature_cohorts
left join key_events
    on mature_cohorts.user_id = key_events.user_id
    and mature_cohorts.retention_target_week_start_utc = key_events.week_start_utc
