with days as (
{{ kit.spine("day", "cast('" ~ var("first_day") ~ "' as date)", dbt.dateadd("day", var("days"), "cast('" ~ var("first_day") ~ "' as date)")) }}
)
select cast(date_day as date) as day, {{ dbt.date_trunc("month", "date_day") }} as month, {{ dbt.last_day("date_day", "month") }} as month_end, {{ kit.powers(10) }} as powers from days
