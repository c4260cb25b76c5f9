
select
  '"warehouse"."main"."context_values"' as this_, 'main.context_values' as parts, 'context_values model' as model_,
  '1/two fallback team' as config_,
  'dev duckdb 1 main conformance' as target_,
  'hooks main warehouse' as names_,
  'cbt 31.01.2026 [1, 2]' as modules_,
  '2 {"b": 1.0} [1] k:
- 1' as formats_,
  '9dd4e461268c8034f5c8564e155c67a6 1 2' as values_,
  'unset default True' as variables_,
  '1 False True' as flags_,
  '"warehouse"."main"."audited_one" hooks' as context_,
  'TEXT a || b 

    (current_date + cast(1 as bigint) * interval 1 day)' as macros_
