{{ config(alias="strict_twice") }}
select id, count(*) as times from {{ ref("orders") }} group by id having count(*) > 1
