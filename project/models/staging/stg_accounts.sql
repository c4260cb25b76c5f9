select
    {{ clean_text('account_id') }} as account_id,
    {{ clean_text('account_name') }} as account_name,
    {{ clean_text('plan_tier') }} as plan_tier,
    {{ clean_text('region') }} as region,
    {{ clean_integer('seats_purchased') }} as seats_purchased,
    {{ clean_text('account_status') }} as account_status,
    {{ clean_timestamp('created_at_utc') }} as created_at_utc
from {{ source('raw', 'accounts') }}
