{{ config(severity=var('guardrail_severity')) }}
-- A task_completed event belongs to a task that is done.
select
    events.event_id,
    events.entity_id as task_id,
    tasks.task_status
from {{ ref('stg_events') }} as events
left join {{ ref('stg_tasks') }} as tasks on events.entity_id = tasks.task_id
where events.event_name = 'task_completed' and tasks.task_status is distinct from 'done'
