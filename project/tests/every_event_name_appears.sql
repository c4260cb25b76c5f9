{{ config(severity=var('guardrail_severity')) }}
-- An event that stopped coming is a broken feed.
select expected.event_name
from (
    values
        ('login_succeeded'),
        ('dashboard_viewed'),
        ('project_created'),
        ('task_created'),
        ('task_assigned'),
        ('task_status_changed'),
        ('task_completed'),
        ('handoff_completed'),
        ('blocker_added'),
        ('blocker_resolved'),
        ('work_note_added')
) as expected (event_name)
where not exists (
    select 1
    from {{ ref('stg_events') }} as events
    where events.event_name = expected.event_name
)
