with tasks as (

    select * from {{ ref('int_tasks_enriched') }}

),

created as (

    select
        created_week_start_utc as week_start_utc,
        plan_tier,
        region,
        {{ created_task_counts() }}
    from tasks
    group by all

),

completed as (

    select
        completed_week_start_utc as week_start_utc,
        plan_tier,
        region,
        {{ completed_task_counts() }}
    from tasks
    where is_completed and completed_at_utc is not null
    group by all

),

-- A segment without a plan or region still has to meet itself.
joined as (

    select
        coalesce(created.week_start_utc, completed.week_start_utc) as week_start_utc,
        coalesce(created.plan_tier, completed.plan_tier) as plan_tier,
        coalesce(created.region, completed.region) as region,
        coalesce(created.tasks_created, 0) as tasks_created,
        coalesce(completed.tasks_completed, 0) as tasks_completed,
        completed.tasks_completed_on_time,
        completed.median_cycle_time_days,
        created.blocked_tasks_created,
        created.unassigned_tasks_created
    from created
    full join completed
        on created.week_start_utc = completed.week_start_utc
        and created.plan_tier is not distinct from completed.plan_tier
        and created.region is not distinct from completed.region

)

select
    week_start_utc,
    plan_tier,
    region,
    tasks_created,
    tasks_completed,
    {{ pct('tasks_completed', 'tasks_created') }} as completion_throughput_pct,
    median_cycle_time_days,
    {{ pct('tasks_completed_on_time', 'tasks_completed') }} as on_time_completion_rate_pct,
    {{ pct('blocked_tasks_created', 'tasks_created') }} as blocked_task_rate_created_pct,
    {{ pct('unassigned_tasks_created', 'tasks_created') }} as unassigned_task_rate_created_pct
from joined
