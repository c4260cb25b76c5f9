with days as (




    


    with rawdata as (

        
    select
        generate_series as generated_number
    from generate_series(1, 10)


    ),

    all_periods as (

        select (
            

    (cast('2026-01-01' as date) + cast(row_number() over (order by 1) - 1 as bigint) * interval 1 day)
        ) as date_day
        from rawdata

    ),

    filtered as (

        select *
        from all_periods
        where date_day <= 

    (cast('2026-01-01' as date) + cast(10 as bigint) * interval 1 day)

    )

    select * from filtered



)
select cast(date_day as date) as day, date_trunc('month', date_day) as month, cast(
        

    (

    (date_trunc('month', date_day) + cast(1 as bigint) * interval 1 month) + cast(-1 as bigint) * interval 1 day)
        as date) as month_end, 4 as powers from days
