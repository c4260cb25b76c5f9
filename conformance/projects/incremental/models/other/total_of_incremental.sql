{{ config(materialized="view") }}
select 'append' as model, count(*) as rows_, sum(amount) as amount from {{ ref("append_rows") }}
union all
select 'merge', count(*), sum(amount) from {{ ref("merge_rows") }}
