{%- set columns = ["id", "name"] -%}
{{ config({"materialized": "view", "meta": {"extra": columns | length}}) }}
{{ config(tags=["second_call"]) }}
select {{ columns | join(", ") }}, loaded_at, '{{ config.get("meta", {}).get("extra", "none at all") }}' as extra from {{ source("raw_" ~ "data", "people") }} -- depends_on: {{ ref("people_seed") }}
