{{ config(
  materialised='table',
) }}
select 1 as id
