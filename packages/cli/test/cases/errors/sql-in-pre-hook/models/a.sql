{{ config(pre_hook="delete from nowhere") }}
select 1 as id
