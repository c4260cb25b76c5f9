select
    {{ clean_text('task_id') }} as task_id,
    {{ clean_text('account_id') }} as account_id,
    {{ clean_text('project_id') }} as project_id,
    {{ clean_text('created_by_user_id') }} as created_by_user_id,
    {{ clean_text('assignee_user_id') }} as assignee_user_id,
    {{ clean_text('task_status') }} as task_status,
    {{ clean_text('priority') }} as priority,
    {{ clean_boolean('has_blocker') }} as has_blocker,
    {{ clean_timestamp('created_at_utc') }} as created_at_utc,
    {{ clean_timestamp('start_at_utc') }} as start_at_utc,
    {{ clean_timestamp('due_at_utc') }} as due_at_utc,
    {{ clean_timestamp('completed_at_utc') }} as completed_at_utc
from {{ source('raw', 'tasks') }}
