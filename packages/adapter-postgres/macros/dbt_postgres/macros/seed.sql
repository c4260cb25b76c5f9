{# Seeds: the rows go in by COPY; `fast: false` inserts them, for databases that only speak like Postgres. #}

{% macro postgres__load_csv_rows(model, agate_table) %}
  {%- if not config.get('fast', true) -%}
    {{ return(default__load_csv_rows(model, agate_table)) }}
  {%- endif -%}
  {%- set sql %}
    copy {{ this.render() }} ({{ get_seed_column_quoted_csv(model, agate_table.column_names) }}) from stdin
  {% endset -%}
  {%- do adapter.add_query(sql, bindings=agate_table.rows | map('list'), abridge_sql_log=True) -%}
  {{ return(sql) }}
{% endmacro %}
