
select 'append' as model, count(*) as rows_, sum(amount) as amount from "warehouse"."main"."append_rows"
union all
select 'merge', count(*), sum(amount) from "warehouse"."main"."merge_rows"
