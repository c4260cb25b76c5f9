{# Tables. #}

{# No Postgres knows `create or replace table` yet; databases that speak its language do. #}
{% macro postgres__get_replace_table_sql(relation, sql) -%}
  {{ config.get('sql_header', none) or '' }}
  create or replace table {{ relation }}
  {%- if config.get('contract').enforced %}
    {{ get_assert_columns_equivalent(sql) }}
    {{ get_table_columns_and_constraints() }}
    {%- set sql = get_select_subquery(sql) %}
  {%- endif %}
  as (
    {{ sql }}
  );
{%- endmacro %}

{% macro postgres__drop_table(relation) -%}
  drop table if exists {{ relation }} cascade
{%- endmacro %}

{% macro postgres__get_rename_table_sql(relation, new_name) %}
  alter table {{ relation }} rename to {{ new_name }}
{% endmacro %}
