{# Prints what templates see of Postgres's values, types, columns, relations and responses. #}
{% macro show_values() %}
  {% set expressions = [
    "null::int", "true", "1::smallint", "9007199254740993", "4294967295::oid", "1.5::float8", "0.1::real", "'nan'::float8", "'infinity'::float8",
    "1.50::numeric(10,2)", "1.00::numeric", "12345678901234567890.12", "'nan'::numeric", "'1.5'::money",
    "'x y'::text", "'ab'::char(4)", "'name'::name", "B'0101'", "'10.0.0.1'::inet", "'0bc5f27d-bef1-406d-8fbd-7148b0a9e826'::uuid", "row(1,'a')", "point(1,2)",
    "date '2026-01-31'", "time '12:34:56.5'", "'12:00+02'::timetz", "timestamp '2026-01-31 12:34:56.123'", "timestamptz '2026-07-31 12:34:56+02'",
    "interval '1 day 2 hours'", "interval '2 months -3 days -00:00:01.5'",
    "'{\"a\": [1, 2.50, null], \"ü\": \"é\"}'::json", "'{\"b\": 1, \"a\": true}'::jsonb", "'\"t\"'::jsonb", "'5'::jsonb",
    "array[1,2,null]", "array['a','b c']", "array[1.5::numeric]", "array[date '2026-01-31']", "'{}'::int[]"
  ] %}
  {% for expression in expressions %}
    {% set table = run_query("select " ~ expression ~ " as v") %}
    {% set value = table.rows[0][0] %}
    {% do print(expression ~ " => " ~ value ~ " | " ~ (value is string) ~ (value is number) ~ (value is mapping)) %}
    {% do print("  from the cursor: " ~ adapter.add_query("select " ~ expression)[1].fetchone()) %}
  {% endfor %}

  {% for sql in ["select 1 as a, 'x' as b union all select 2, null", "create temporary table z as select 1 as a; insert into z values (2), (3)", "create temporary table y (a int)", "update z set a = 3", "insert into z values (1) returning a"] %}
    {% call statement('s', fetch_result=True) %}{{ sql }}{% endcall %}
    {% set result = load_result('s') %}
    {% do print(sql ~ " => " ~ result.response ~ "/" ~ result.response.code ~ "/" ~ result.response.rows_affected ~ " " ~ result.data ~ " " ~ result.table.column_names) %}
  {% endfor %}

  {% for column in adapter.get_column_schema_from_query("select 1::int as a, 2::bigint as b, 'x'::varchar(3) as c, 1.5::numeric(4,2) as d, now() as e, current_date as f, array[1] as g, '{}'::jsonb as h, true as i, 1.5::real as j, array['x'] as k, '1 day'::interval as l, localtimestamp as m, '\\x00'::bytea as n, 1::oid as o, array[now()] as p") %}
    {% do print(column.name ~ " " ~ column.data_type ~ " " ~ column.dtype) %}
  {% endfor %}
  {% for column in adapter.get_columns_in_relation(api.Relation.create(database=target.dbname, schema='pg_catalog', identifier='pg_namespace')) %}
    {% do print(column) %}
  {% endfor %}
  {% for name, size in [('text', none), ('character varying', none), ('character varying', 20), ('varchar', 10), ('character', 3), ('numeric', none), ('double precision', none)] %}
    {% set column = api.Column('a', name, size) %}
    {% do print(column.data_type ~ " " ~ column.is_string() ~ column.is_number() ~ column.is_float() ~ " " ~ column.literal('x')) %}
  {% endfor %}

  {% for type in ['table', 'view', 'materialized_view', none] %}
    {% set relation = api.Relation.create(database='d', schema='s', identifier='i', type=type) %}
    {% do print(relation ~ " " ~ relation.relation_max_name_length() ~ relation.can_be_renamed ~ relation.can_be_replaced ~ relation.information_schema('tables')) %}
  {% endfor %}
  {% do print(adapter.type() ~ adapter.quote('a') ~ adapter.verify_database(target.dbname) ~ adapter.verify_database('"' ~ target.dbname ~ '"')) %}
  {% set index = adapter.parse_index({'columns': ['a', 'b'], 'type': 'hash'}) %}
  {% do print(index.columns ~ index.unique ~ index.type) %}
  {% do print(target.keys() | sort | join(' ')) %}
{% endmacro %}
