{#
  A table macro: a view with parameters, bound when it is called, so that tables below it may change their columns
  without a rebuild. Called with brackets: `select * from {{ ref('orders_of') }}(2024)`.
#}

{%- materialization table_function, adapter='duckdb' -%}
  {%- set target_relation = api.Relation.create(identifier=model['alias'], schema=schema, database=database, type='view') -%}
  {%- set parameters = config.get('parameters') or '' -%}
  {%- set single = parameters is string or parameters is number -%}

  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}
  {%- call statement('main') -%}
    create or replace function {{ target_relation.render() }}(
        {{ parameters if single else parameters | join(', ') }}
      ) as table (
        {{ sql }});
  {%- endcall -%}
  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do persist_docs(target_relation, model) -%}
  {%- do adapter.commit() -%}
  {%- do run_hooks(post_hooks, inside_transaction=False) -%}
  {{ return({'relations': [target_relation]}) }}
{%- endmaterialization -%}
