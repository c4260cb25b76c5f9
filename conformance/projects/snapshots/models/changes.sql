select 'timestamp' as snapshot, count(*) as rows_, count(dbt_valid_to) as closed from {{ ref("people_timestamp") }}
union all select 'pair', count(*), count(dbt_valid_to) from {{ ref("people_pair") }}
union all select 'check', count(*), count(dbt_valid_to) from {{ ref("people_check") }}
union all select 'check_all', count(*), count(dbt_valid_to) from {{ ref("people_check_all") }}
union all select 'new_record', count(*), count(dbt_valid_to) from {{ ref("people_new_record") }}
union all select 'named', count(*), count(ended) from {{ ref("people_named") }}
