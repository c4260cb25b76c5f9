select
    {{ clean_text('project_id') }} as project_id,
    {{ clean_text('account_id') }} as account_id,
    {{ clean_text('owner_user_id') }} as owner_user_id,
    {{ clean_text('project_status') }} as project_status,
    {{ clean_timestamp('created_at_utc') }} as created_at_utc,
    {{ clean_timestamp('completed_at_utc') }} as completed_at_utc
from {{ source('raw', 'projects') }}
