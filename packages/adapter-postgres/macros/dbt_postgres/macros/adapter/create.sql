{# CREATE TABLE. Views are made as everywhere. #}

{#
  `unlogged` tables skip the write-ahead log: faster, empty after a crash. A table under a contract is declared first,
  constraints included, and filled afterwards; temporary ones take no constraints.
#}
{% macro postgres__create_table_as(temporary, relation, sql) -%}
  {%- set contract = config.get('contract') -%}
  {%- set kind = 'temporary' if temporary else ('unlogged' if config.get('unlogged', default=false)) -%}
  {{ config.get('sql_header', none) or '' }}

  create {{ kind }} table {{ relation }}
  {%- if contract.enforced %}
    {{ get_assert_columns_equivalent(sql) }}
  {%- endif %}
  {%- if contract.enforced and not temporary %}
    {{ get_table_columns_and_constraints() }};

  insert into {{ relation }} (
    {{ adapter.dispatch('get_column_names', 'dbt')() }}
  )
    {%- set sql = get_select_subquery(sql) %}
  {%- else %}
  as
  {%- endif %}
  (
    {{ sql }}
  );
{%- endmacro %}
