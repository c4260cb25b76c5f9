{{ config(materialized='ephemeral') }}
select
  amoutn as amount
from {{ ref('a') }}
