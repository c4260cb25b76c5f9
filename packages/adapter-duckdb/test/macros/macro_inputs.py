"""What dbt's macros are called with: make-cases.py records what they answer.

A case: {macro, args?, kwargs?, config?, model?, flags?, existing?, columns?, answers?, …}. Arguments such as
{"relation": "t"} and {"columns": [[name, type]]} stand for objects; the other keys set the world that the macro sees.
"""

CASES = []


def cases():
    return CASES


def case(macro, *args, kwargs=None, **world):
    CASES.append({"macro": macro, **({"args": list(args)} if args else {}), **({"kwargs": kwargs} if kwargs else {}), **world})


TABLE = {'relation': 't'}
SOURCE = {'relation': 's'}
COLUMNS = {'columns': [['id', 'INTEGER'], ['name', 'VARCHAR'], ['Amount', 'DECIMAL(10,2)']]}
DEFAULTS = dict(prefixes=['default'])
for sch in (None, 'marts', ' x '):
    case('generate_schema_name', sch)
    case('generate_schema_name_for_env', sch, None)
for n in (None, 'other'):
    case('generate_database_name', n)
for n in (None, ' al '):
    case('generate_alias_name', n, {'name': 'm', 'version': None})
    case('generate_latest_version_pointer_alias', n, {'name': 'm'})
case('generate_alias_name', None, {'name': 'm', 'version': '1.2'})
case('generate_alias_name', None, {'name': 'm', 'version': 2})
for p in (DEFAULTS, {}):
    case('test_unique', TABLE, 'id', **p)
    case('test_not_null', TABLE, 'id', **p)
    case('test_accepted_values', TABLE, 'id', ['a', 'b'], **p)
    case('test_accepted_values', TABLE, 'id', [1, 2], False, **p)
    case('test_accepted_values', TABLE, 'id', ['only'], **p)
    case('test_relationships', TABLE, 'id', SOURCE, 'sid', **p)
    case('get_where_subquery', TABLE, **p)
    case('get_where_subquery', TABLE, config={'where': 'a > 1'}, **p)
case('test_not_null', TABLE, 'id', flags={'STORE_FAILURES': True})
case('test_not_null', TABLE, 'id', config={'store_failures': True})
case('get_test_sql', 'select 1', 'count(*)', '!= 0', '> 5', None)
case('get_test_sql', 'select 1', 'count(*)', '!= 0', '> 5', 10)
for f in ({}, {'FULL_REFRESH': True}):
    for v in (None, True, False):
        case('should_full_refresh', flags=f, config={'full_refresh': v} if v is not None else {})
        case('should_store_failures', flags={'STORE_FAILURES': True} if f else {}, config={'store_failures': v} if v is not None else {})
case('convert_datetime', '2024-01-02', '%Y-%m-%d')
case('convert_datetime', 'x', '%Y-%m-%d')
case('dates_in_range', '20240101')
case('dates_in_range', '20240101', '20240104')
case('dates_in_range', '20240104', '20240101')
case('dates_in_range', '2024-01-01', '2024-01-02', kwargs={'in_fmt': '%Y-%m-%d', 'out_fmt': '%d/%m'})
case('dates_in_range', '20240101', kwargs={'out_fmt': ''})
case('partition_range', '20240101')
case('partition_range', '20240101,20240103')
case('partition_range', 'a,b,c')
case('py_current_timestring')
case('partition_range', 20240101)
case('is_core_v2')
HOOKS = [{'sql': 'select 1', 'transaction': True}, {'sql': ' ', 'transaction': True}, {'sql': 'vacuum', 'transaction': False}, {'sql': 'checkpoint', 'transaction': False}]
case('run_hooks', HOOKS)
case('run_hooks', HOOKS, False)
case('make_hook_config', 'select 1', True)
case('before_begin', 'x')
case('in_transaction', 'x')
case('after_commit', 'x')
case('run_query', 'select 1')
case('get_columns_in_relation', TABLE)
case('get_list_of_column_names', COLUMNS)
for p in (DEFAULTS, {}):
    case('get_empty_subquery_sql', 'select 1 as a', **p)
    case('get_empty_subquery_sql', 'select 1 as a', 'set x = 1;', **p)
CONTRACT_COLUMNS = {'id': {'name': 'id', 'data_type': 'int'}, 'n': {'name': 'n', 'data_type': 'numeric', 'quote': True}}
case('get_empty_schema_sql', CONTRACT_COLUMNS)
case('get_empty_schema_sql', {'id': {'name': 'id', 'data_type': 'int'}})
case('get_empty_schema_sql', {'id': {'name': 'id'}})
case('get_column_schema_from_query', 'select 1')
case('get_columns_in_query', 'select 1', answers=[['select', ['a', 'b'], []]])
case('alter_column_type', TABLE, 'a', 'int', **DEFAULTS)
for p in (DEFAULTS, {}):
    for a in (None, {'columns': []}, COLUMNS):
        for b in (None, COLUMNS):
            case('alter_relation_add_remove_columns', TABLE, a, b, **p)
case('collect_freshness', TABLE, 'ts', None)
case('collect_freshness', TABLE, 'ts', 'a>1')
case('collect_freshness_custom_sql', TABLE, 'select max(x) from y')
case('copy_grants')
case('support_multiple_grantees_per_dcl_statement')
case('should_revoke', None)
case('should_revoke', TABLE)
case('should_revoke', TABLE, False)
case('get_show_grant_sql', TABLE)
case('get_grant_sql', TABLE, 'select', ['a', 'b'])
case('get_revoke_sql', TABLE, 'select', ['a', 'b'])
case('call_dcl_statements', ['a', 'b'])
for g in (None, {}, {'select': ['new', 'kept']}, {'select': ['old', 'kept']}, {'insert': []}):
    for rv in (True, False):
        case('apply_grants', TABLE, g, rv, **DEFAULTS)
        case('apply_grants', TABLE, g, rv)
case('get_dcl_statement_list', TABLE, {'select': ['a', 'b'], 'x': []}, {'macro': 'get_grant_sql'})
INDEXES = [{'columns': ['a', 'b'], 'unique': True}, {'columns': ['c']}]
case('create_indexes', TABLE, config={'indexes': INDEXES})
case('create_indexes', TABLE, config={'indexes': INDEXES}, **DEFAULTS)
case('create_indexes', TABLE)
case('get_create_index_sql', TABLE, INDEXES[0])
case('get_create_index_sql', TABLE, INDEXES[0], **DEFAULTS)
case('get_drop_index_sql', TABLE, 'i')
case('get_show_indexes_sql', TABLE)
case('drop_indexes_on_relation', TABLE, answers=[['duckdb_indexes', ['index_name'], [['i1'], ['i2']]]])
for p in (DEFAULTS, {}):
    case('information_schema_name', 'd', **p)
    case('information_schema_name', None, **p)
    case('list_schemas', 'D', **p)
    case('check_schema_exists', TABLE, 'S', **p)
    case('get_catalog', TABLE, ['a', 'b'], inspection=True, **p)
    case('get_catalog_relations', TABLE, [TABLE, SOURCE], inspection=True, **p)
    case('list_relations_without_caching', TABLE, **p)
case('get_catalog', TABLE, [], inspection=True)
case('get_catalog_relations', TABLE, [], inspection=True)
case('list_schemas', None)
for m in ('list_function_relations_without_caching', 'get_catalog_for_single_relation'):
    case(m, TABLE)
case('get_relations')
case('get_relation_last_modified', TABLE, [TABLE])
DOCS_CONFIG = {'config': {'persist_docs': {'relation': True, 'columns': True}}}
DOCS_MODEL = {'description': 'd', 'columns': {'id': {'name': 'id', 'description': 'x', 'quote': None}, 'NAME': {'name': 'NAME', 'description': 'y', 'quote': True}, 'zz': {'name': 'zz', 'description': 'z', 'quote': None}, 'Name': {'name': 'Name', 'description': 'q', 'quote': False}}}
case('validate_doc_columns', TABLE, DOCS_MODEL['columns'], ['id', 'name'])
case('persist_docs', TABLE, '<model>', model=DOCS_MODEL, **DOCS_CONFIG)
case('persist_docs', TABLE, '<model>', False, True, model=DOCS_MODEL, **DOCS_CONFIG)
case('persist_docs', TABLE, '<model>', True, False, model=DOCS_MODEL, **DOCS_CONFIG)
case('persist_docs', TABLE, '<model>', model=DOCS_MODEL)
case('persist_docs', TABLE, '<model>', model={'description': '', 'columns': {}}, **DOCS_CONFIG)
case('alter_relation_comment', TABLE, 'its')
case('alter_relation_comment', TABLE, 'x $dbt_comment_literal_block$')
case('alter_column_comment', TABLE, DOCS_MODEL['columns'], **DEFAULTS)
case('duckdb_escape_comment', 1)
for p in (DEFAULTS, {}):
    case('create_schema', TABLE, **p)
    case('drop_schema', TABLE, **p)
    case('drop_schema_named', 'x', **p)
    case('get_show_sql', 'select 1', None, 5, **p)
    case('get_show_sql', 'select 1', 'set a=1;', None, **p)
    case('validate_sql', 'select 1', **p)
    case('current_timestamp', **p)
    case('snapshot_get_time', **p)
    case('current_timestamp_backcompat', **p)
    case('current_timestamp_in_utc_backcompat', **p)
    case('snapshot_string_as_time', '2020', **p)
    case('drop_relation', TABLE, **p)
    case('rename_relation', TABLE, SOURCE, **p)
    case('truncate_relation', TABLE, **p)
case('create_schema', TABLE, answers=[['duckdb_databases', ['type'], [['postgres']]]])
case('create_schema', TABLE, answers=[['duckdb_databases', ['type'], [['sqlite']]]])
case('get_snapshot_get_time_data_type')
case('drop_relation', {'relation': 'v', 'type': 'view'})
case('drop_relation', {'relation': 'v', 'type': 'view'}, **DEFAULTS)
case('drop_relation', TABLE, ducklake=True)
case('rename_relation', {'relation': 'v', 'type': 'view'}, {'relation': 'w', 'type': 'view'})
for t in ('view', 'table', 'materialized_view', 'function'):
    r = {'relation': 'r', 'type': t}
    for m in ('get_drop_sql', 'get_drop_backup_sql'):
        case(m, r, **DEFAULTS)
    case('get_create_sql', r, 'select 1', **DEFAULTS)
    case('get_create_sql', r, 'select 1')
    case('get_rename_sql', r, 'n', **DEFAULTS)
    case('get_create_backup_sql', r, **DEFAULTS)
    case('get_create_intermediate_sql', r, 'select 1', **DEFAULTS)
    case('get_rename_intermediate_sql', r, **DEFAULTS)
    for t2 in ('view', 'table'):
        for a in ('x', 'movable', 'replaceable'):
            for b in ('x', 'movable'):
                case('get_replace_sql', {'relation': a, 'type': t}, {'relation': b, 'type': t2}, 'select 1', **DEFAULTS)
case('drop_relation_if_exists', None)
case('drop_relation_if_exists', TABLE)
for m in ('refresh_materialized_view', 'get_drop_backup_sql'):
    case(m, TABLE)
case('get_materialized_view_configuration_changes', TABLE, '<config>')
case('get_alter_materialized_view_as_sql', TABLE, None, 's', TABLE, TABLE, TABLE)
for p in (DEFAULTS, {}):
    case('make_temp_relation', TABLE, **p)
    case('make_temp_relation', TABLE, '__x', **p)
    case('make_intermediate_relation', TABLE, **p)
    case('make_backup_relation', TABLE, 'view', **p)
    case('get_or_create_relation', 'd', 's', 'i', 'table', **p)
    case('get_or_create_relation', 'd', 's', 'i', 'table', existing={'i': 'view'}, **p)
case('make_temp_relation', TABLE, model={'batch': {'id': 'b1'}}, **DEFAULTS)
case('load_cached_relation', TABLE)
case('load_relation', TABLE, existing={'t': 'view'})
CONTRACT = {'contract': {'enforced': True}}
CONTRACT_MODEL = {'columns': {'id': {'name': 'id', 'data_type': 'INTEGER', 'constraints': [{'type': 'not_null'}]}, 'n': {'name': 'n', 'data_type': 'VARCHAR', 'quote': True}}, 'constraints': [{'type': 'unique', 'columns': ['id']}], 'name': 'm', 'unique_id': 'model.p.m'}
CONTRACT_SCHEMAS = [['as id', [['id', 'INTEGER'], ['n', 'VARCHAR']]], ['cast', [['id', 'INTEGER'], ['n', 'VARCHAR']]]]
for p in (DEFAULTS, {}):
    for tmp in (False, True):
        for cfg in ({}, {'sql_header': 'set a=1;'}, CONTRACT):
            case('create_table_as', tmp, TABLE, 'select 1 as id', config=cfg, model=CONTRACT_MODEL, schemas=CONTRACT_SCHEMAS, **p)
            case('get_create_table_as_sql', tmp, TABLE, 'select 1 as id', config=cfg, model=CONTRACT_MODEL, schemas=CONTRACT_SCHEMAS, **p)
    for cfg in ({}, {'sql_header': 'set a=1;'}, CONTRACT):
        case('create_view_as', TABLE, 'select 1 as id', config=cfg, model=CONTRACT_MODEL, schemas=CONTRACT_SCHEMAS, **p)
        case('get_create_view_as_sql', TABLE, 'select 1 as id', config=cfg, model=CONTRACT_MODEL, schemas=CONTRACT_SCHEMAS, **p)
    case('get_select_subquery', 'select 1', model=CONTRACT_MODEL, **p)
    case('get_table_columns_and_constraints', model=CONTRACT_MODEL, **p)
    case('get_table_columns_and_constraints', model={**CONTRACT_MODEL, 'constraints': []}, **p)
case('create_table_as', False, TABLE, 'select 1', config={'partitioned_by': 'a'}, kwargs={'partitioned_by': 'a', 'sorted_by': '"b"'})
case('create_table_as', False, TABLE, 'select 1', kwargs={'sorted_by': '"b"'})
case('create_table_as', False, TABLE, 'select 1 as id', config=CONTRACT, model=CONTRACT_MODEL, schemas=CONTRACT_SCHEMAS, kwargs={'partitioned_by': 'a'})
case('create_table_as', False, TABLE, 'x', 'rust')
case('get_column_names', model=CONTRACT_MODEL)
for bad in ([['as id', [['id', 'INTEGER']]], CONTRACT_SCHEMAS[1]], [['as id', [['id', 'VARCHAR'], ['n', 'VARCHAR']]], CONTRACT_SCHEMAS[1]], [['as id', [['x', 'INTEGER'], ['n', 'VARCHAR']]], CONTRACT_SCHEMAS[1]], [['as id', [['n', 'VARCHAR'], ['id', 'INTEGER']]], CONTRACT_SCHEMAS[1]]):
    case('assert_columns_equivalent', 'select 1 as id', model=CONTRACT_MODEL, schemas=bad)
case('assert_columns_equivalent', 'select 1 as id', model={**CONTRACT_MODEL, 'columns': {}})
case('format_columns', COLUMNS)
DEST = {'columns': [['id', 'INTEGER'], ['name', 'VARCHAR'], ['Amount', 'DECIMAL']]}
def arguments(uk=None, pred=None):
    return {'target_relation': TABLE, 'temp_relation': SOURCE, 'unique_key': uk, 'dest_columns': DEST, 'incremental_predicates': pred}
for m in ('get_incremental_append_sql', 'get_incremental_delete_insert_sql', 'get_incremental_merge_sql', 'get_incremental_insert_overwrite_sql', 'get_incremental_default_sql'):
    for p in (DEFAULTS, {}):
        for uk in (None, 'id', 'a, b', ['id'], ['id', 'name']):
            for pred in (None, ['x > 1'], ['x > 1', 'y < 2']):
                case(m, arguments(uk, pred), **p)
for t in (True, False):
    case('get_incremental_merge_sql', arguments('id'), truthy=t, **DEFAULTS)
for cfg in ({'merge_update_columns': ['a', 'b']}, {'merge_exclude_columns': ['ID']}, {'merge_update_columns': ['a'], 'merge_exclude_columns': ['b']}, {'sql_header': 'set a = 1;'}):
    for p in (DEFAULTS, {}):
        case('get_incremental_merge_sql', arguments('id'), config=cfg, **p)
for cfg in ({'merge_update_condition': 'a > 1'}, {'merge_insert_condition': 'b'}, {'merge_on_using_columns': ['id', 'x']}, {'merge_update_set_expressions': {'name': "'x'", 'z': 'now()'}}, {'merge_returning_columns': ['id', 'merge_action']}, {'merge_returning_columns': 'id'}, {'merge_clauses': {'when_matched': [{'action': 'update', 'mode': m} for m in ('by_name', 'by_position', 'star')] + [{'action': 'update', 'mode': 'explicit', 'condition': ['a', 'b'], 'update': {'include': ['q'], 'set_expressions': {'w': '1'}}}, {'action': 'delete', 'condition': 'z'}, {'action': 'do_nothing'}, {'action': 'error'}, {'action': 'error', 'error_message': "it's"}]}}, {'merge_clauses': {'when_not_matched': [{'action': 'insert', 'mode': m} for m in ('by_name', 'by_position', 'star')] + [{'action': 'insert', 'mode': 'explicit', 'insert': {'columns': ['a'], 'values': ['1']}}, {'action': 'delete', 'by': 'source'}, {'action': 'update', 'by': 'source', 'condition': ['x'], 'set_expressions': {'a': '1', 'b': '2'}}, {'action': 'do_nothing', 'by': 'target'}, {'action': 'error', 'error_message': 'x'}]}}, {'merge_clauses': {}}, {'merge_clauses': []}, {'merge_clauses': {'when_matched': []}}, {'merge_clauses': {'when_matched': 'x'}}, {'merge_clauses': {'when_matched': ['x']}}, {'merge_update_columns': 'x'}, {'merge_update_columns': [1]}, {'merge_update_condition': 1}, {'merge_update_set_expressions': []}, {'merge_clauses': {'when_matched': [{'action': 'delete'}]}, 'merge_update_columns': ['a']}):
    for dl in (False, True):
        for uk in ('id', ['id', 'b'], None):
            case('get_incremental_merge_sql', arguments(uk, ['p > 1'] if uk == 'id' else None), config=cfg, ducklake=dl)
case('get_incremental_merge_sql', arguments('id', 'one predicate'))
case('get_incremental_merge_sql', arguments('id', {'a': 1}))
case('get_incremental_merge_sql', arguments('id', [1]))
BATCH_MODEL = {'batch': {'event_time_start': '2024-01-01', 'event_time_end': '2024-01-02'}}
for cfg in ({}, {'event_time': 'ts'}, {'event_time': 'ts', 'unique_key': 'id'}):
    for mdl in ({}, BATCH_MODEL):
        for pred in (None, ['a'], 'b'):
            case('get_incremental_microbatch_sql', arguments(None, pred), config=cfg, model=mdl)
case('get_incremental_microbatch_sql', arguments(), **DEFAULTS)
case('get_insert_into_sql', TABLE, SOURCE, DEST)
case('get_quoted_csv', ['a', 'b'])
case('diff_columns', COLUMNS, {'columns': [['id', 'X']]})
case('diff_column_data_types', COLUMNS, {'columns': [['id', 'BIGINT'], ['name', 'VARCHAR']]})
case('get_merge_update_columns', None, None, DEST)
case('get_merge_update_columns', None, ['AMOUNT'], DEST)
for v in ('fail', 'ignore', 'append_new_columns', 'sync_all_columns', 'x', None):
    case('incremental_validate_on_schema_change', v)
for v in ('fail', 'ignore', 'append_new_columns', 'sync_all_columns'):
    for cols in ({'s': [['id', 'INTEGER'], ['new', 'DATE']], 't': [['id', 'INTEGER'], ['old', 'DATE']]}, {'s': [['id', 'BIGINT']], 't': [['id', 'INTEGER']]}, {'s': [['id', 'INTEGER']], 't': [['id', 'INTEGER']]}):
        for p in (DEFAULTS,) if any((x[1] == 'BIGINT' for x in cols['s'])) and v == 'sync_all_columns' else (DEFAULTS, {}):
            case('process_schema_changes', v, SOURCE, TABLE, columns=cols, **p)
case('check_for_schema_changes', SOURCE, TABLE, columns={'s': [['id', 'INTEGER'], ['new', 'DATE']], 't': [['id', 'INTEGER']]})
for ex in ({}, {'m': 'table'}, {'m': 'view'}):
    for mat in ('incremental', 'table'):
        for fr in (False, True):
            case('is_incremental', existing=ex, model={'config': {'materialized': mat}}, flags={'FULL_REFRESH': fr})
SNAPSHOT_NAMES = {'dbt_valid_from': 'vf', 'dbt_valid_to': 'vt', 'dbt_scd_id': 'sid', 'dbt_updated_at': 'ua', 'dbt_is_deleted': 'del'}
SNAPSHOT = {'name': 'sn', 'alias': 'sn', 'database': 'db', 'schema': 'sch', 'compiled_code': 'select * from src', 'config': {}, 'columns': {}}
for p in (DEFAULTS, {}):
    for uk in ('id', ['a', 'b']):
        for hd in ('ignore', 'invalidate', 'new_record'):
            for cur in (None, "'9999-01-01'"):
                for nm in (None, SNAPSHOT_NAMES):
                    cfg = {'unique_key': uk, 'updated_at': 'ts', 'check_cols': ['name'], 'hard_deletes': hd}
                    if cur:
                        cfg['dbt_valid_to_current'] = cur
                    if nm:
                        cfg['snapshot_table_column_names'] = nm
                    st = {'unique_key': uk, 'updated_at': 'ts', 'row_changed': '(a < b)', 'scd_id': 'md5(x)', 'hard_deletes': hd, 'invalidate_hard_deletes': hd == 'invalidate'}
                    q = dict(config=cfg, model=SNAPSHOT, prefixes=['duckdb', 'default'], answers=[['__dbt_sbq', ['id', 'name'], []]])
                    if p == DEFAULTS:
                        case('snapshot_merge_sql', TABLE, SOURCE, ['"id"', '"x"'], config=cfg, prefixes=['default'])
                        continue
                    case('snapshot_staging_table', st, 'select * from src', TABLE, **q)
                    case('build_snapshot_table', st, 'select * from src', **q)
                    case('snapshot_merge_sql', TABLE, SOURCE, ['"id"', '"x"'], **q)
                    case('snapshot_timestamp_strategy', '<model>', 'snapshotted_data', 'source_data', {}, True, **q)
                    case('snapshot_check_strategy', '<model>', 'snapshotted_data', 'source_data', {}, True, existing={'sn': 'table'}, columns={'*': [['id', 'INTEGER'], ['name', 'VARCHAR']]}, **q)
                    case('build_snapshot_staging_table', st, 'select * from src', TABLE, **q)
for cc in ('all', ['name'], ['name', 'zz'], [], 5):
    case('snapshot_check_strategy', '<model>', 'snapshotted_data', 'source_data', {}, True, config={'unique_key': 'id', 'check_cols': cc}, model=SNAPSHOT, existing={'sn': 'table'}, answers=[['zz', ['name', 'zz'], []], ['__dbt_sbq', ['id', 'name'], []]])
for n in ('timestamp', 'check', 'nope', 'pkg.check'):
    case('strategy_dispatch', n)
case('snapshot_hash_arguments', ['a', 'b', 'c'])
case('snapshot_hash_arguments', ['a'])
case('get_snapshot_table_column_names')
case('get_true_sql')
case('create_columns', TABLE, COLUMNS)
case('post_snapshot', TABLE)
case('post_snapshot', TABLE, **DEFAULTS)
for k in ('a', ['a', 'b']):
    case('unique_key_fields', k)
    case('unique_key_join_on', k, 'x', 'y')
    case('unique_key_join_on', k, 'x', 'y', truthy=True)
    case('unique_key_is_null', k, 'x')
    case('unique_key_is_not_null', k, 'x')
case('get_updated_at_column_data_type', 'select 1', schemas=[['select', [['dbt_updated_at', 'DATE']]]])
case('check_time_data_types', 'select q', schemas=[['select q', [['dbt_updated_at', 'DATE']]], ['now', [['dbt_snapshot_time', 'TIMESTAMP']]]])
case('check_time_data_types', 'select q')
CSV = {'table': [['id', 'name'], [[1, 'a'], [2, 'b']]]}
SEED = {'config': {'quote_columns': None, 'column_types': {}}, 'name': 'm', 'unique_id': 'seed.p.m', 'alias': 'm'}
for cfg in ({}, {'fast': False}, {'delimiter': ';'}):
    case('load_csv_rows', '<model>', CSV, config=cfg, model=SEED)
case('load_csv_rows', '<model>', CSV, model=SEED, **DEFAULTS)
case('create_csv_table', '<model>', CSV, model=SEED)
case('create_csv_table', '<model>', CSV, model={'config': {'quote_columns': False, 'column_types': {'id': 'bigint'}}})
case('get_seed_column_quoted_csv', '<model>', ['a', 'b'], model=SEED)
case('get_csv_sql', 'create x', 'insert y')
case('get_binding_char')
case('get_binding_char', **DEFAULTS)
case('get_batch_size')
for fr in (True, False):
    case('reset_csv_table', '<model>', fr, TABLE, CSV, model=SEED)
FUNCTION = {'name': 'f', 'returns': {'data_type': 'int'}, 'arguments': [{'name': 'a', 'data_type': 'int'}, {'name': 'b', 'data_type': 'text'}], 'compiled_code': 'select a', 'language': 'sql', 'config': {}}
for lang in ('sql', 'python', 'javascript', 'rust'):
    for vol in (None, 'deterministic', 'stable', 'non-deterministic', 'odd'):
        f = {**FUNCTION, 'language': lang, 'config': {'volatility': vol, 'runtime_version': '3.11', 'entry_point': 'main', 'packages': ['x', 'y'] if vol else []}}
        case('get_aggregate_function_create_replace_signature', TABLE, model=f)
        case('scalar_function_sql', TABLE, model=f)
case('formatted_scalar_function_args_javascript', model=FUNCTION)
case('scalar_function_volatility_javascript', model={'config': {'volatility': 'stable'}})
case('scalar_function_volatility_javascript', model={'config': {}})
case('function_execute_build_sql', 'create f', None, TABLE, model={**FUNCTION, 'columns': {}, 'description': ''})
TYPES = {'id': 'INTEGER', 'name': 'character varying(256)'}
QUOTED = {'id': '"id"', 'name': '"name"'}
for rows in ([], [{'id': 1}], [{'ID': 1, 'name': "it's"}, {'id': None, 'name': None}], [{'id': True, 'name': 'x'}], [{'zz': 1}]):
    case('get_expected_sql', rows, TYPES, QUOTED, model={'name': 'm', 'resource_type': 'unit_test'})
    case('get_fixture_sql', rows, None, model={'name': 'fx'})
    for r in rows:
        case('format_row', r, TYPES, model={'name': 'm', 'resource_type': 'model'})
case('get_unit_test_sql', 'select 1', 'select 2', ['"a"', '"b"'])
case('validate_fixture_rows', [], None)
PYTHON_MODEL = {'refs': [{'name': 'a', 'package': None, 'version': None}, {'name': 'b', 'package': 'p', 'version': 2}], 'sources': [['s', 't']], 'config': {'config_keys_used': ['x', 'y'], 'config_keys_defaults': [None, 2], 'x': 1, 'meta_keys_used': ['k', 'z'], 'meta_keys_defaults': [None, 5], 'meta': {'k': 1}}}
case('resolve_model_name', '"a"."b"')
case('build_config_dict', '<model>', model=PYTHON_MODEL)
case('py_script_comment')
for p in (DEFAULTS, {}):
    for m, args in dict(any_value=['x'], array_append=['a', 'b'], array_concat=['a', 'b'], bool_or=['x'], cast=['x', 'int'], safe_cast=['x', 'int'], cast_bool_to_text=['x'], concat=[['a', 'b']], date=[2024, 1, 2], date_trunc=['day', 'x'], dateadd=['day', 1, 'x'], datediff=['a', 'b', 'day'], equals=['a', 'b'], escape_single_quotes=["it's"], hash=['x'], last_day=['x', 'month'], length=['x'], position=['a', 'b'], replace=['a', 'b', 'c'], right=['a', 1], split_part=['a', "','", 1], string_literal=['x'], generate_series=[5], get_powers_of_two=[5], get_intervals_between=['a', 'b', 'day'], _split_part_negative=['a', 'b', -1]).items():
        case(m, *args, **p)
    for m in ('except', 'intersect', 'type_string', 'type_timestamp', 'type_float', 'type_numeric', 'type_bigint', 'type_int', 'type_boolean'):
        case(m, **p)
    case('array_construct', ['a', 'b'], **p)
    case('array_construct', [], **p)
    case('array_construct', [], 'text', **p)
    for a in (['x'], ['x', "','"], ['x', "','", 'order by y'], ['x', "','", 'order by y', 3], ['x', "','", None, 3]):
        case('listagg', *a, **p)
    for d in ('quarter', 'week', 'DAY', 'hour'):
        case('dateadd', d, 'n', 'x', **p)
        case('datediff', 'a', 'b', d.lower(), **p)
        case('last_day', 'x', d.lower(), **p)
    case('date_spine', 'day', 'a', 'b', answers=[['datediff', ['x'], [[3]]], ['date_diff', ['x'], [[3]]]], **p)
for u in (1, 2, 3, 1000):
    case('get_powers_of_two', u)
case('get_powers_of_two', 0)
case('equals', 'a', 'b', truthy=True)
case('generate_series', 3, **DEFAULTS)
for cfg in ({}, {'options': {'partition_by': 'a,b'}}, {'format': 'csv'}, {'options': {'format': 'csv', 'header': 0}, 'delimiter': '|'}, {'options': []}):
    case('render_write_options', '<config>', config=cfg)
    case('external_location', TABLE, '<config>', config=cfg) if cfg.get('options') != [] else None
case('location_exists', 'x')
case('write_to_file', TABLE, 'x.parquet', 'format parquet')
case('store_relation', 'p', TABLE, 'x', 'csv', '<config>')
for v in (None, 'a', ['a', 'b'], [], [1], {'a': 1}, 5):
    case('normalize_string_or_list', v, 'f')
for k, k2, mm in (('partitioned_by', 'partition_by', 'duckdb__get_partitioned_by'), ('sorted_by', 'sort_by', 'duckdb__get_sorted_by')):
    for v in ('a', ['a', 'b"c'], [], ''):
        for kk in (k, k2):
            for dl in (True, False):
                for r in ('m', 'm__dbt_tmp'):
                    for tmp in (False, True):
                        case(mm, {'relation': r}, tmp, config={kk: v, 'materialized': 'table'}, ducklake=dl)
case('flight_name', {'package_name': 'p', 'database': 'd', 'schema': 's', 'alias': None, 'name': 'n'})
case('merge_clause_defaults', None, None)
KEY_CONFIG = {'contract': {'enforced': True}}
for cfg in ({}, KEY_CONFIG):
    for keys in ([], ['primary_key'], ['foreign_key'], ['unique']):
        for mdl in ({'columns': {}, 'constraints': []}, {'columns': {'a': {'constraints': [{'type': 'primary_key'}]}}, 'constraints': [{'type': 'foreign_key'}]}):
            case('has_foreign_key_constraints', TABLE, config=cfg, keys=keys, model=mdl)
            case('may_be_foreign_key_target', TABLE, config=cfg, keys=keys, model=mdl)
            case('has_foreign_key_constraints', config=cfg, keys=keys, model=mdl)
case('existing_constraint_types', {'relation': 'v', 'type': 'view'}, keys=['unique'])
case('enforced_constraint_types', config=KEY_CONFIG, model={'columns': {'a': {'constraints': [{'type': 'primary_key'}]}}, 'constraints': [{'type': 'unique'}]})
DEPENDENTS = [['duckdb_constraints', ['a', 'b', 'c'], [['grand', 2, 'child'], ['child', 1, 't']]]]
def node(uid, name, deps, mat='table'):
    return {'unique_id': uid, 'name': name, 'alias': name, 'resource_type': 'model', 'database': 'db', 'schema': 'sch', 'depends_on': {'nodes': deps}, 'config': {'materialized': mat, 'full_refresh': None}}
GRAPH = {'nodes': {'1': node('model.p.child', 'child', ['model.p.m']), '2': node('model.p.grand', 'grand', ['model.p.child'])}}
case('drop_foreign_key_dependents', TABLE, inspection=True)
case('drop_foreign_key_dependents', TABLE, inspection=True, answers=DEPENDENTS)
case('drop_foreign_key_dependents', TABLE, inspection=True, answers=DEPENDENTS, graph=GRAPH)
case('drop_foreign_key_dependents', TABLE, inspection=True, answers=DEPENDENTS, graph=GRAPH, selected=['model.p.child', 'model.p.grand'])
KEPT_GRAPH = {'nodes': {'1': node('model.p.child', 'child', ['model.p.m'], 'incremental'), '2': node('model.p.grand', 'grand', ['model.p.child'])}}
case('drop_foreign_key_dependents', TABLE, inspection=True, answers=DEPENDENTS, graph=KEPT_GRAPH, selected=['model.p.child', 'model.p.grand'])
case('drop_foreign_key_dependents', TABLE, inspection=True, answers=DEPENDENTS, graph=KEPT_GRAPH, selected=['model.p.child', 'model.p.grand'], flags={'FULL_REFRESH': True})
case('restore_foreign_key_dependents', [{'relation': TABLE, 'backup': SOURCE}])
case('drop_relation_for_rebuild', TABLE)
case('drop_relation_for_rebuild', TABLE, inspection=True, keys=['unique'], answers=DEPENDENTS, graph=GRAPH, selected=['model.p.child', 'model.p.grand'])
EXTERNAL_GRAPH = {'nodes': {'a': node('a', 'x', ['u1', 'u2']), 'u1': {**node('u1', 'ext', [], 'external'), 'config': {'materialized': 'external', 'full_refresh': None}}, 'u2': node('u2', 'tab', [])}}
case('register_upstream_external_models', graph=EXTERNAL_GRAPH, selected=['a', 'zzz'])
case('handle_existing_table', True, TABLE)
case('should_revoke', TABLE, True)
