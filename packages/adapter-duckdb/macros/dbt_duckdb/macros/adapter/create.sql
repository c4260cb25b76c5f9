{# CREATE for tables and views. #}

{% macro create_table_as(temporary, relation, compiled_code, language='sql', partitioned_by=none, sorted_by=none) -%}
  {{ return(adapter.dispatch('create_table_as', 'dbt')(
    temporary, relation, compiled_code, language, partitioned_by=partitioned_by, sorted_by=sorted_by
  )) }}
{%- endmacro %}

{#
  A table under a contract is declared first, constraints included, and filled afterwards; so is one that DuckLake
  lays out by partition or order. Temporary tables take no constraints.
#}
{% macro duckdb__create_table_as(temporary, relation, compiled_code, language='sql', partitioned_by=none, sorted_by=none) -%}
  {%- if language == 'python' -%}
    {{ py_write_table(temporary=temporary, relation=relation, compiled_code=compiled_code, partitioned_by=partitioned_by, sorted_by=sorted_by) }}
  {%- elif language != 'sql' -%}
    {%- do exceptions.raise_compiler_error('duckdb__create_table_as cannot build a model in the language "' ~ language ~ '"') -%}
  {%- else -%}
    {%- set contract = config.get('contract') -%}
    {%- if contract.enforced -%}
      {{ get_assert_columns_equivalent(compiled_code) }}
    {%- endif -%}
    {{ config.get('sql_header', none) or '' }}
    create {{ 'temporary' if temporary }} table
      {{ relation.include(database=(not temporary), schema=(not temporary)) }}
    {%- if contract.enforced and not temporary %}
      {{ get_table_columns_and_constraints() }};
      {{ duckdb__layout_sql(relation, partitioned_by, sorted_by) }}
      insert into {{ relation }} {{ get_column_names() }} (
        {{ get_select_subquery(compiled_code) }}
      );
    {%- elif partitioned_by or sorted_by %}
      as (
        select * from (
          {{ compiled_code }}
        ) as model_subq
        limit 0
      );
      {{ duckdb__layout_sql(relation, partitioned_by, sorted_by) }}
      insert into {{ relation }}
        select * from (
          {{ compiled_code }}
        ) as model_subq;
    {%- else %}
      as (
        {{ compiled_code }}
      );
    {%- endif %}
  {%- endif -%}
{%- endmacro %}

{%- macro duckdb__layout_sql(relation, partitioned_by, sorted_by) -%}
  {{ duckdb__alter_table_set_partitioned_by(relation, partitioned_by) if partitioned_by }}
  {{ duckdb__alter_table_set_sorted_by(relation, sorted_by) if sorted_by }}
{%- endmacro -%}

{% macro duckdb__create_view_as(relation, sql) -%}
  {%- if config.get('contract').enforced -%}
    {{ get_assert_columns_equivalent(sql) }}
  {%- endif -%}
  {{ config.get('sql_header', none) or '' }}
  create view {{ relation }} as (
    {{ sql }}
  );
{%- endmacro %}

{# The end of a Python model's script: its result becomes the table. #}
{% macro py_write_table(temporary, relation, compiled_code, partitioned_by=none, sorted_by=none) -%}
{{ compiled_code }}

def materialize(df, con):
    try:
        import pyarrow
    except ImportError:
        pass
    else:
        if isinstance(df, pyarrow.Table):
            import pyarrow.dataset  # DuckDB scans an Arrow table through it
    frame = "__dbt_python_model_df_{{ relation.identifier }}"
    con.register(frame, df)
    {%- if partitioned_by or sorted_by %}
    con.execute('create table {{ relation }} as select * from ' + frame + ' limit 0')
    {%- if partitioned_by %}
    con.execute('alter table {{ relation }} set partitioned by ({{ partitioned_by }})')
    {%- endif %}
    {%- if sorted_by %}
    con.execute('alter table {{ relation }} set sorted by ({{ sorted_by }})')
    {%- endif %}
    con.execute('insert into {{ relation }} select * from ' + frame)
    {%- else %}
    con.execute('create table {{ relation }} as select * from ' + frame)
    {%- endif %}
    con.unregister(frame)
{% endmacro %}
