{{ config(materialized="table") }}
select '{{ this }}' as own, '{{ ref("dim_people").include(database=false) }}' as without_database, '{{ ref("dim_people").quote(identifier=false) }}' as unquoted,
  '{{ source("plain", "people") }}' as plain_source, '{{ source("plain", "other") }}' as other_source, '{{ api.Relation.create(schema="s", identifier="i") }}' as made
