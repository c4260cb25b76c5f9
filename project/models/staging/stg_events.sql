select
    {{ clean_text('event_id') }} as event_id,
    {{ clean_text('account_id') }} as account_id,
    {{ clean_text('user_id') }} as user_id,
    {{ clean_text('event_name') }} as event_name,
    {{ clean_text('entity_type') }} as entity_type,
    {{ clean_text('entity_id') }} as entity_id,
    {{ clean_timestamp('event_at_utc') }} as event_at_utc,
    {{ clean_timestamp('ingested_at_utc') }} as ingested_at_utc
from {{ source('raw', 'events') }}
