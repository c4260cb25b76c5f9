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
where expected.event_name not in (select event_name from {{ ref('stg_events') }} where event_name is not null)
