with events as (

    select * from {{ ref('int_events_enriched') }}

),

users as (

    select
        user_id,
        deactivated_at_utc
    from {{ ref('stg_users') }}

)

select
    events.user_id,
    events.account_id,
    events.plan_tier,
    events.region,
    events.role_type,
    events.event_week_start_utc as week_start_utc,
    count(*) as total_event_count,
    count(*) filter (where events.is_key_event) as key_event_count,
    count(*) filter (where events.is_key_event) > 0 as is_active_week,
    count(*) filter (where not events.is_key_event) as supporting_event_count,
    count(*) filter (where events.is_late_event) as late_event_count,
    avg(events.ingestion_lag_days) as avg_ingestion_lag_days,
    coalesce(bool_or(events.event_at_utc > users.deactivated_at_utc), false) as has_post_deactivation_activity
from events
left join users on events.user_id = users.user_id
group by all
