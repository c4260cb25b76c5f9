{% macro union_relations(relations, source_column_name="_source", exclude=[]) -%}
  {{ return(adapter.dispatch("union_relations", "kit")(relations, source_column_name, exclude)) }}
{%- endmacro %}

{%- macro default__union_relations(relations, source_column_name, exclude) -%}
  {%- if not execute -%}{{ return("") }}{%- endif -%}
  {%- set superset = {} -%}
  {%- set own = {} -%}
  {%- for relation in relations -%}
    {%- do own.update({relation: []}) -%}
    {%- for column in adapter.get_columns_in_relation(relation) if column.name not in exclude -%}
      {%- do own[relation].append(column.name) -%}
      {%- if column.name not in superset -%}{%- do superset.update({column.name: column}) -%}
      {%- elif superset[column.name].can_expand_to(column) -%}{%- do superset.update({column.name: column}) -%}
      {%- endif -%}
    {%- endfor -%}
  {%- endfor -%}
  {%- for relation in relations %}
  (
    select cast({{ dbt.string_literal(relation.identifier) }} as {{ dbt.type_string() }}) as {{ source_column_name }},
    {%- for name, column in superset.items() %}
      cast({{ adapter.quote(name) if name in own[relation] else "null" }} as {{ column.data_type }}) as {{ adapter.quote(name) }}{{ "," if not loop.last }}
    {%- endfor %}
    from {{ relation }}
  )
  {{ "union all" if not loop.last }}
  {%- endfor -%}
{%- endmacro -%}

{% macro deduplicate(relation, partition_by, order_by) -%}
  {{ adapter.dispatch("deduplicate", "kit")(relation, partition_by, order_by) }}
{%- endmacro %}
{% macro default__deduplicate(relation, partition_by, order_by) %}
  select * from (select *, row_number() over (partition by {{ partition_by }} order by {{ order_by }}) as _row from {{ relation }}) where _row = 1
{% endmacro %}
{% macro duckdb__deduplicate(relation, partition_by, order_by) %}
  select * from {{ relation }} qualify row_number() over (partition by {{ partition_by }} order by {{ order_by }}) = 1
{% endmacro %}
{% macro group_by(n) %}group by {% for i in range(1, n + 1) %}{{ i }}{{ ", " if not loop.last }}{% endfor %}{% endmacro %}
{% macro safe_divide(a, b) %}( {{ a }} ) / nullif( ({{ b }}), 0){% endmacro %}
