{{ config(tags=["looking"]) }}
select kind from {{ ref("loops") }} where size > {{ var("nested")["deep"]["value"] }}
