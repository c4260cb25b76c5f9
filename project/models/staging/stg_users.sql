select
    {{ clean_text('user_id') }} as user_id,
    {{ clean_text('account_id') }} as account_id,
    {{ clean_text('user_first_name') }} as user_first_name,
    {{ clean_text('user_last_name') }} as user_last_name,
    {{ clean_text('role_type') }} as role_type,
    {{ clean_text('user_status') }} as user_status,
    {{ clean_timestamp('created_at_utc') }} as created_at_utc,
    {{ clean_timestamp('activated_at_utc') }} as activated_at_utc,
    {{ clean_timestamp('deactivated_at_utc') }} as deactivated_at_utc
from {{ source('raw', 'users') }}
