{{ config(severity=var('guardrail_severity')) }}
-- entity_id is the key of an account, a project or a task, as entity_type says: a relationship that depends on the row.
select
    events.event_id,
    events.entity_type,
    events.entity_id
from {{ ref('stg_events') }} as events
left join {{ ref('stg_accounts') }} as accounts
    on events.entity_type = 'account' and events.entity_id = accounts.account_id
left join {{ ref('stg_projects') }} as projects
    on events.entity_type = 'project' and events.entity_id = projects.project_id
left join {{ ref('stg_tasks') }} as tasks
    on events.entity_type = 'task' and events.entity_id = tasks.task_id
where coalesce(accounts.account_id, projects.project_id, tasks.task_id) is null
