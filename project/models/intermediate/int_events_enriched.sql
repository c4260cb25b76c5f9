with events as (

    select
        *,
        {{ days_between('event_at_utc', 'ingested_at_utc') }} as ingestion_lag_days
    from {{ ref('stg_events') }}

),

users as (

    select * from {{ ref('stg_users') }}

),

accounts as (

    select * from {{ ref('stg_accounts') }}

)

select
    events.event_id,
    events.account_id,
    events.user_id,
    events.event_name,
    events.entity_type,
    events.entity_id,
    events.event_at_utc,
    events.ingested_at_utc,
    users.user_first_name,
    users.user_last_name,
    users.role_type,
    users.user_status,
    accounts.account_name,
    accounts.plan_tier,
    accounts.region,
    {{ utc_week('events.event_at_utc') }} as event_week_start_utc,
    {{ utc_date('events.event_at_utc') }} as event_day_utc,
    events.ingestion_lag_days,
    coalesce(events.ingestion_lag_days > 0, false) as is_late_event,
    coalesce(
        events.event_name in ('task_created', 'task_completed', 'handoff_completed', 'blocker_resolved'),
        false
    ) as is_key_event
from events
left join users on events.user_id = users.user_id
left join accounts on events.account_id = accounts.account_id
