{{ config(severity=var('guardrail_severity')) }}
-- entity_id is the key of an account, a project or a task, as entity_type says: a relationship that depends on the row.
with entities as (

    select 'account' as entity_type, account_id as entity_id from {{ ref('stg_accounts') }}
    union all
    select 'project', project_id from {{ ref('stg_projects') }}
    union all
    select 'task', task_id from {{ ref('stg_tasks') }}

)

select
    events.event_id,
    events.entity_type,
    events.entity_id
from {{ ref('stg_events') }} as events
left join entities
    on events.entity_type = entities.entity_type and events.entity_id = entities.entity_id
where entities.entity_id is null
