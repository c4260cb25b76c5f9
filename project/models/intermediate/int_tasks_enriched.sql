with tasks as (

    select
        *,
        -- Where counting ends for a task that is still open.
        coalesce(completed_at_utc, {{ as_of_instant() }}) as ends_at_utc
    from {{ ref('stg_tasks') }}

),

projects as (

    select * from {{ ref('stg_projects') }}

),

accounts as (

    select * from {{ ref('stg_accounts') }}

),

assignees as (

    select * from {{ ref('int_users_enriched') }}

)

select
    tasks.task_id,
    tasks.account_id,
    tasks.project_id,
    tasks.created_by_user_id,
    tasks.assignee_user_id,
    tasks.task_status,
    tasks.priority,
    tasks.has_blocker,
    tasks.created_at_utc,
    tasks.start_at_utc,
    tasks.due_at_utc,
    tasks.completed_at_utc,
    projects.project_status,
    projects.owner_user_id,
    accounts.account_name,
    accounts.plan_tier,
    accounts.region,
    assignees.full_name as assignee_full_name,
    assignees.role_type as assignee_role,
    {{ utc_week('tasks.created_at_utc') }} as created_week_start_utc,
    {{ utc_week('tasks.start_at_utc') }} as start_week_start_utc,
    {{ utc_week('tasks.completed_at_utc') }} as completed_week_start_utc,
    tasks.assignee_user_id is null as is_unassigned,
    coalesce(tasks.task_status = 'done', false) as is_completed,
    coalesce(tasks.task_status = 'cancelled', false) as is_cancelled,
    coalesce(tasks.task_status = 'blocked', false) or coalesce(tasks.has_blocker, false) as is_blocked,
    coalesce(
        case
            when tasks.completed_at_utc is not null then tasks.due_at_utc < tasks.completed_at_utc
            when tasks.task_status in ('done', 'cancelled') then false
            else tasks.due_at_utc < {{ as_of_instant() }}
        end,
        false
    ) as is_overdue,
    coalesce({{ days_between('tasks.start_at_utc', 'tasks.due_at_utc') }} > 30, false) as is_outlier_due_date,
    {{ days_between('tasks.created_at_utc', 'tasks.start_at_utc') }} as lead_days,
    {{ days_between('tasks.start_at_utc', 'tasks.ends_at_utc') }} as cycle_days,
    {{ days_between('tasks.due_at_utc', 'tasks.ends_at_utc') }} as days_past_due
from tasks
left join projects on tasks.project_id = projects.project_id
left join accounts on tasks.account_id = accounts.account_id
left join assignees on tasks.assignee_user_id = assignees.user_id
