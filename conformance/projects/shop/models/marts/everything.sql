{{ config(materialized="view") }}
{{ kit.union_relations([ref("stg_orders"), ref("stg_payments"), ref("stg_customers")], exclude=["status"]) }}
