{{ config(severity='error', limit=5, where='1=1', store_failures_as='view', alias='short') }} select * from {{ ref('mart') }}
