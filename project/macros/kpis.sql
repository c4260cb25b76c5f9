{#
  What the weekly marts and the scorecard count, written once so that they cannot drift apart: the same lines at
  the grain of a segment and at the grain of the whole week.
#}

{# Over rows of int_user_week_activity. #}
{% macro activity_counts() -%}
    count(distinct account_id) as accounts_with_activity,
    count(distinct user_id) as users_with_any_activity,
    count(distinct user_id) filter (where is_active_week) as weekly_active_users,
    cast(sum(total_event_count) as bigint) as total_event_count,
    cast(sum(key_event_count) as bigint) as key_event_count,
    cast(sum(supporting_event_count) as bigint) as supporting_event_count,
    cast(sum(late_event_count) as bigint) as late_event_count,
    -- Means turned back into sums, as decimals: adding them up in any order gives the same last digit.
    cast(sum(cast(avg_ingestion_lag_days * total_event_count as decimal(28, 6))) as double) as ingestion_lag_days
{%- endmacro %}

{# Over rows of int_user_retention_w4. #}
{% macro retention_counts() -%}
    cast(sum(cohort_user_count) as bigint) as cohort_size,
    count(*) filter (where is_retained_w4) as retained_users,
    count(*) filter (where not is_retained_w4) as churned_users,
    cast(sum(retained_key_event_count) as bigint) as retained_key_event_count
{%- endmacro %}

{# Over tasks by the week they were created in. #}
{% macro created_task_counts() -%}
    count(*) as tasks_created,
    count(*) filter (where is_blocked) as blocked_tasks_created,
    count(*) filter (where is_unassigned) as unassigned_tasks_created
{%- endmacro %}

{# Over done tasks by the week they were completed in. #}
{% macro completed_task_counts() -%}
    count(*) as tasks_completed,
    count(*) filter (where days_past_due <= 0) as tasks_completed_on_time,
    round(median(cycle_days) filter (where not is_outlier_due_date), 2) as median_cycle_time_days
{%- endmacro %}
