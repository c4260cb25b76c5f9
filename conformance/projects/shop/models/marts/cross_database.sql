select
  {{ dbt.datediff("'2026-01-01'::date", "'2026-03-15'::date", "month") }} as months,
  {{ dbt.datediff("'2026-01-01'::timestamp", "'2026-01-01 05:30:00'::timestamp", "hour") }} as hours,
  {{ dbt.dateadd("week", -2, "'2026-01-31'::date") }} as before,
  {{ dbt.split_part("'a-b-c'", "'-'", 2) }} as part, {{ dbt.split_part("'a-b-c'", "'-'", -1) }} as last_part,
  {{ dbt.replace("'abc'", "'b'", "'x'") }} as replaced, {{ dbt.position("'c'", "'abc'") }} as position_, {{ dbt.right("'abcdef'", 2) }} as right_,
  {{ dbt.length("'abc'") }} as length_, {{ dbt.safe_cast("'12'", api.Column.translate_type("integer")) }} as cast_, {{ dbt.hash("'x'") }} as hash_,
  {{ dbt.concat(["'a'", "'b'"]) }} as concat_, {{ dbt.any_value("1") }} as any_, {{ dbt.bool_or("true") }} as or_, {{ dbt.cast_bool_to_text("false") }} as text_,
  {{ dbt.listagg("x", "', '", "order by x") }} as list_, {{ dbt.array_construct([1, 2]) }} as array_, {{ dbt.array_append(dbt.array_construct([1]), 2) }} as appended,
  {{ dbt.array_concat(dbt.array_construct([1]), dbt.array_construct([3])) }} as concatenated, {{ dbt.string_literal("it") }} as literal_,
  '{{ dbt.escape_single_quotes("it's") }}' as escaped, {{ dbt.type_timestamp() }} '2026-01-01 00:00:00' as moment, cast(1 as {{ dbt.type_bigint() }}) as big,
  cast(1.5 as {{ dbt.type_numeric() }}) as number_, cast(1 as {{ dbt.type_float() }}) as float_, cast(1 as {{ dbt.type_int() }}) as int_, cast('t' as {{ dbt.type_boolean() }}) as bool_
from (values ('q'), ('p')) as v(x)
