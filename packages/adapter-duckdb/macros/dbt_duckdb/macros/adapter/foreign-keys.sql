{#
  Foreign keys and replacing tables. DuckDB neither renames nor drops a table that a foreign key points at, cannot drop
  the key alone, and remembers a table with foreign keys under the name it was created with. So such a table is built
  under its final name, and the tables that point at a replaced one are set aside and put back in the same
  transaction, without their constraints; their own models, later in the run, build them anew.
#}

{# The constraint types that the model's contract declares. #}
{% macro enforced_constraint_types() -%}
  {%- set contract = config.get('contract') -%}
  {%- set types = [] -%}
  {%- if contract and contract.enforced -%}
    {%- do types.extend(model.get('constraints', []) | map(attribute='type')) -%}
    {%- for column in model.get('columns', {}).values() -%}
      {%- do types.extend(column.get('constraints', []) | map(attribute='type')) -%}
    {%- endfor -%}
  {%- endif -%}
  {{ return(types) }}
{%- endmacro %}

{# Those of the table as it stands. #}
{% macro existing_constraint_types(relation) -%}
  {%- if relation is none or not relation.is_table -%}
    {{ return([]) }}
  {%- endif -%}
  {{ return(adapter.existing_key_constraint_types(relation)) }}
{%- endmacro %}

{% macro has_foreign_key_constraints(relation=none) -%}
  {{ return(
    adapter.catalog_supports_foreign_keys(this.database)
    and ('foreign_key' in enforced_constraint_types() or 'foreign_key' in existing_constraint_types(relation))
  ) }}
{%- endmacro %}

{# Only what has a primary key or a unique constraint can be pointed at. #}
{% macro may_be_foreign_key_target(relation=none) -%}
  {%- if not adapter.catalog_supports_foreign_keys(this.database) -%}
    {{ return(false) }}
  {%- endif -%}
  {%- set types = enforced_constraint_types() + existing_constraint_types(relation) -%}
  {{ return('primary_key' in types or 'unique' in types) }}
{%- endmacro %}

{#
  Sets aside the tables whose foreign keys lead to `relation`, directly or through others, and gives
  [{'relation': …, 'backup': …}] in the order they were dropped. An error if this run would not build one of them anew.
#}
{% macro drop_foreign_key_dependents(relation) -%}
  {%- call statement('get_foreign_key_dependents', fetch_result=True) %}
    with recursive fks as (
      select table_name, referenced_table
      from duckdb_constraints()
      where constraint_type = 'FOREIGN KEY'
        and lower(database_name) = lower('{{ adapter.escape_sql_string(relation.database) }}')
        and lower(schema_name) = lower('{{ adapter.escape_sql_string(relation.schema) }}')
        and lower(table_name) <> lower(referenced_table)
    ),
    dependents(table_name, depth) as (
      select table_name, 1
      from fks
      where lower(referenced_table) = lower('{{ adapter.escape_sql_string(relation.identifier) }}')
      union
      select fks.table_name, dependents.depth + 1
      from fks
      join dependents on lower(fks.referenced_table) = lower(dependents.table_name)
    )
    select farthest.table_name, farthest.depth, fks.referenced_table
    from (select table_name, max(depth) as depth from dependents group by table_name) farthest
    join fks on fks.table_name = farthest.table_name
    order by farthest.depth desc, farthest.table_name, fks.referenced_table
  {% endcall -%}
  {%- set targets = {} -%}
  {%- for row in load_result('get_foreign_key_dependents').table -%}
    {%- do targets.setdefault(row[0], []).append(row[2] | lower) -%}
  {%- endfor -%}
  {%- if targets -%}
    {%- do duckdb__check_foreign_key_dependents(relation, targets) -%}
  {%- endif -%}

  {%- set dropped = [] -%}
  {%- for name in targets -%}
    {%- set dependent = api.Relation.create(database=relation.database, schema=relation.schema, identifier=name, type='table') -%}
    {%- set backup = dependent.incorporate(path={'identifier': name ~ '__dbt_fk_backup'}, type='table') -%}
    {%- do adapter.drop_relation(backup) -%}
    {%- call statement('backup_foreign_key_dependent_' ~ loop.index) -%}
      create table {{ backup }} as select * from {{ dependent }}
    {%- endcall -%}
    {%- do log('Setting ' ~ dependent ~ ' aside: its foreign key points at ' ~ relation ~ '; it is rebuilt later in this run', info=True) -%}
    {%- do adapter.drop_relation(dependent) -%}
    {%- do dropped.append({'relation': dependent, 'backup': backup}) -%}
  {%- endfor -%}
  {{ return(dropped) }}
{%- endmacro %}

{# `targets`: {dependent table: [tables its foreign keys point at, lower case]}. #}
{%- macro duckdb__check_foreign_key_dependents(relation, targets) -%}
  {%- set builders = {} -%}
  {%- set chain = {relation.identifier | lower: model.unique_id} -%}
  {%- set wanted = {} -%}
  {%- for name in targets -%}{%- do wanted.update({name | lower: name}) -%}{%- endfor -%}
  {%- for node in graph.nodes.values()
    if node.resource_type == 'model'
    and (node.alias or node.name) | lower in wanted
    and (node.database or '') | lower == (relation.database or '') | lower
    and node.schema | lower == relation.schema | lower -%}
    {%- set name = (node.alias or node.name) | lower -%}
    {%- do builders.update({wanted[name]: node}) -%}
    {%- do chain.update({name: node.unique_id}) -%}
  {%- endfor -%}

  {%- set problems = [] -%}
  {%- for name, pointed_at in targets.items() -%}
    {%- set node = builders.get(name) -%}
    {%- if node is none -%}
      {%- do problems.append(name ~ ' (not built by a dbt model in this project)') -%}
    {%- elif node.unique_id not in selected_resources -%}
      {%- do problems.append(name ~ ' (model ' ~ node.name ~ ' is not selected in this run)') -%}
    {%- else -%}
      {%- set upstream = [] -%}
      {%- for target in pointed_at if chain.get(target) in node.depends_on.nodes -%}{%- do upstream.append(target) -%}{%- endfor -%}
      {%- set own_refresh = node.config.full_refresh -%}
      {%- set rebuilt = node.config.materialized == 'table' or (
        node.config.materialized == 'incremental' and (flags.FULL_REFRESH if own_refresh is none else own_refresh)
      ) -%}
      {%- if not upstream -%}
        {%- do problems.append(
          name ~ ' (model ' ~ node.name ~ ' does not ref() the table its foreign key points at, so nothing says that it is'
          ~ ' rebuilt afterwards; use `to: ref(...)` in the constraint)'
        ) -%}
      {%- elif not rebuilt -%}
        {%- do problems.append(
          name ~ ' (model ' ~ node.name ~ ' is materialized as ' ~ node.config.materialized
          ~ ' and would lose its data; run with --full-refresh)'
        ) -%}
      {%- endif -%}
    {%- endif -%}
  {%- endfor -%}
  {%- if problems -%}
    {%- do exceptions.raise_compiler_error(
      'Cannot replace ' ~ relation ~ ': DuckDB does not allow it while foreign keys point at the table, and only tables '
      ~ 'that this run will rebuild may be dropped for it. Problem tables: ' ~ problems | join('; ')
    ) -%}
  {%- endif -%}
{%- endmacro -%}

{% macro restore_foreign_key_dependents(dropped) -%}
  {%- for item in dropped | reverse -%}
    {%- do log('Putting the rows of ' ~ item['relation'] ~ ' back; its constraints are rebuilt later in this run', info=True) -%}
    {%- do adapter.rename_relation(item['backup'], item['relation']) -%}
  {%- endfor -%}
{%- endmacro %}

{# Makes room for a table under its final name. In a transaction even where those are off: a failed build must undo this. #}
{% macro drop_relation_for_rebuild(relation) -%}
  {%- do adapter.ensure_transaction() -%}
  {%- set dropped = [] -%}
  {%- if relation.is_table and may_be_foreign_key_target(relation) -%}
    {%- set dropped = drop_foreign_key_dependents(relation) -%}
  {%- endif -%}
  {%- do adapter.drop_relation(relation) -%}
  {{ return(dropped) }}
{%- endmacro %}
