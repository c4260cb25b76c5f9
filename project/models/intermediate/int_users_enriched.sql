with users as (

    select * from {{ ref('stg_users') }}

),

accounts as (

    select * from {{ ref('stg_accounts') }}

)

select
    users.user_id,
    users.account_id,
    users.user_first_name,
    users.user_last_name,
    nullif(concat_ws(' ', users.user_first_name, users.user_last_name), '') as full_name,
    users.role_type,
    users.user_status,
    accounts.account_name,
    accounts.plan_tier,
    accounts.region,
    users.created_at_utc,
    users.activated_at_utc,
    users.deactivated_at_utc,
    {{ utc_week('users.created_at_utc') }} as created_week_start_utc,
    {{ utc_week('users.activated_at_utc') }} as activated_week_start_utc,
    {{ utc_week('users.deactivated_at_utc') }} as deactivated_week_start_utc,
    {{ days_between('users.created_at_utc', 'users.activated_at_utc') }} as activation_lag_days,
    {{ days_between('users.activated_at_utc', 'coalesce(users.deactivated_at_utc, ' ~ as_of_instant() ~ ')') }} as active_days,
    coalesce(users.user_status = 'deactivated', false) as is_deactivated
from users
left join accounts on users.account_id = accounts.account_id
