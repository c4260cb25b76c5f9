{{ config(alias='in_package') }} select 2 from {{ ref('root') }}
