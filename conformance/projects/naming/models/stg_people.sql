{{ config(alias="people_" ~ var("suffix"), materialized="view") }}
select id, "First Name" as first_name, "select" as selected, city from {{ ref("people") }}
