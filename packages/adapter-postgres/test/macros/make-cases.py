"""Calls dbt-postgres's own macros, with stand-ins for what is around them, and writes down what they give:
cases.json and signatures.json, the expectations of macros.test.ts.

    DATABASE_URL=postgresql://postgres@127.0.0.1:5432/empty python make-cases.py

Needs dbt-core and dbt-postgres of the version the macros follow, and an empty database, in which objects.sql is run.
macro-world.ts does the same on the other side.
"""

import json
import os
import re

import jinja2.nodes as nodes
import psycopg2
from dbt.adapters.postgres.relation import PostgresRelation
from dbt_common.clients import jinja as dbt_jinja
from dbt_common.clients.jinja import get_environment
from jinja2.exceptions import UndefinedError

HERE = os.path.dirname(os.path.abspath(__file__))
INCLUDE = os.path.join(os.path.dirname(__import__("dbt.cli", fromlist=["x"]).__path__[0]), "include")
BLOCKS = {"macro", "materialization", "test", "data_test"}

ORDERS = {"relation": "orders"}
NEW = {"relation": "m"}
CONTRACT = {"contract": {"enforced": True}}
COLUMNS = {"id": {"name": "id", "data_type": "int", "description": "the key", "quote": None},
           "Note": {"name": "Note", "data_type": "text", "description": "it's $$ said", "quote": True},
           "gone": {"name": "gone", "data_type": "text", "description": "x"}}
LONG = "a" * 60

CASES = []


def case(macro, *args, **world):
    CASES.append({"macro": macro, **({"args": list(args)} if args else {}), **world})


for temporary in (False, True):
    case("create_table_as", temporary, NEW, "select 1 as id")
    case("create_table_as", temporary, NEW, "select 1 as id", config={"unlogged": True, "sql_header": "set x = 1;"})
    case("create_table_as", temporary, NEW, "select 1 as id", config=CONTRACT, columns=COLUMNS)
case("get_create_index_sql", NEW, {"columns": ["a", "b"]})
case("get_create_index_sql", NEW, {"columns": ["a"], "unique": True, "type": "hash"})
case("get_drop_index_sql", NEW, "i1")
case("postgres__get_drop_index_sql", NEW, "i1")
case("create_schema", NEW)
case("drop_schema", NEW)
case("information_schema_name", "dev")
case("postgres_escape_comment", "it's")
case("postgres_escape_comment", 1)
case("postgres_escape_comment", "a $dbt_comment_literal_block$ b")
for kind in ("table", "view", "materialized_view"):
    relation = {"relation": "m", "type": kind}
    case("alter_relation_comment", relation, "it's")
    case("alter_column_comment", relation, COLUMNS)
    case("get_drop_sql", relation)
    case("get_rename_sql", relation, "other")
    case("get_create_sql", relation, "select 1 as id")
    case("get_create_sql", relation, "select 1 as id", config={"indexes": [{"columns": ["a"]}, {"columns": ["b"], "unique": True}]})
    case("get_replace_sql", relation, relation, "select 1 as id")
    case("get_replace_sql", relation, relation, "select 1 as id", config={**CONTRACT, "sql_header": "set x = 1;"}, columns=COLUMNS)
    case("get_replace_sql", {"relation": "m", "type": "view"}, relation, "select 1 as id")
    case("get_replace_sql", {"relation": "m", "type": "materialized_view"}, relation, "select 1 as id")
case("postgres__get_replace_table_sql", NEW, "select 1 as id")
case("refresh_materialized_view", {"relation": "m", "type": "materialized_view"})
CHANGES = [{"action": "drop", "context": {"name": "i1"}}, {"action": "create", "context": {"as_node_config": {"columns": ["a"], "unique": False, "type": "btree"}}}]
for full in (False, True):
    case("get_alter_materialized_view_as_sql", NEW, {"requires_full_refresh": full, "indexes": CHANGES}, "select 1 as id", NEW, NEW, NEW)
case("copy_grants")
for name, kind in (("m", "table"), (LONG, "view")):
    case("make_intermediate_relation", {"relation": name, "type": kind})
    case("make_temp_relation", {"relation": name, "type": kind})
    case("make_backup_relation", {"relation": name, "type": kind}, "view")
    case("make_intermediate_relation", {"relation": name, "type": kind}, "s" * 64)
ARGUMENTS = {"target_relation": NEW, "temp_relation": {"relation": "s"}, "dest_columns": [{"name": "id"}, {"name": "b"}], "incremental_predicates": None}
for key in (None, "id", ["id", "b"]):
    case("get_incremental_default_sql", {**ARGUMENTS, "unique_key": key})
    case("get_incremental_microbatch_sql", {**ARGUMENTS, "unique_key": key})
for config in ({}, {"dbt_valid_to_current": "'9999-12-31'"}, {"snapshot_table_column_names": {"dbt_valid_to": "until", "dbt_scd_id": "key"}}):
    case("snapshot_merge_sql", NEW, {"relation": "s"}, ['"id"', '"b"'], config=config)
case("formatted_scalar_function_args_sql", arguments=[{"name": "a", "data_type": "int"}, {"name": "b", "data_type": "text", "default_value": "'x'"}])
case("formatted_scalar_function_args_sql", arguments=[])
case("any_value", "x")
for truthy in (False, True):
    case("equals", "a", "b", truthy=truthy)
for order in (None, "order by b"):
    for limit in (None, 3):
        case("listagg", "a", "', '", order, limit)
for part in (1, 3, -1, -2):
    case("split_part", "a", "'|'", part)
for part in ("year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond", "microsecond", "century"):
    case("datediff", "a.x", "b.y", part)
    case("last_day", "d", part)
    case("dateadd", part, 3, "d")
for name in ("current_timestamp", "snapshot_get_time", "current_timestamp_backcompat", "current_timestamp_in_utc_backcompat"):
    case(name)
case("snapshot_string_as_time", "2026-01-31 12:00:00")
# From here on the rows are compared.
for schema in ("marts", "MARTS", "Mixed Case", "nowhere"):
    case("list_relations_without_caching", {"relation": None, "schema": schema}, rows=True)
    case("check_schema_exists", {"information_schema": True}, schema, rows=True)
for identifier in ("orders", "totals", "twice", "nowhere"):
    case("get_columns_in_relation", {"relation": identifier}, rows=True)
case("get_columns_in_relation", {"relation": "Table One", "schema": "Mixed Case"}, rows=True)
case("list_schemas", "dev", rows=True)
case("postgres_get_relations", rows=True)
for identifier in ("orders", "daily", "totals"):
    case("get_show_indexes_sql", {"relation": identifier}, rows="query")
    case("postgres__describe_materialized_view", {"relation": identifier}, rows=True)
case("get_show_grant_sql", ORDERS, rows="query")
case("get_show_grant_sql", {"relation": "fast"}, rows="query")
case("get_catalog", {"information_schema": True}, ["marts", "MIXED case"], rows=True)
case("get_catalog_relations", {"information_schema": True}, [{"schema": "marts", "identifier": "Orders"}, {"schema": "mixed case"}], rows=True)


class Return(BaseException):
    def __init__(self, value):
        self.value = value


class Raised(Exception):
    pass


def blocks(root):
    for folder, _, files in os.walk(root):
        for name in sorted(files):
            if name.endswith(".sql"):
                text = open(os.path.join(folder, name), encoding="utf-8").read()
                for block in dbt_jinja.extract_toplevel_blocks(text, allowed_blocks=BLOCKS, collect_raw_data=False):
                    yield block.full_block


def signatures(root):
    env = get_environment(None, False)
    found = {}
    for text in blocks(root):
        for macro in env.parse(text).find_all(nodes.Macro):
            found[macro.name.replace("dbt_macro__", "")] = [argument.name for argument in macro.args]
    return dict(sorted(found.items()))


class Lookup(dict):
    def __getattr__(self, name):
        try:
            return lookup(self[name])
        except KeyError:
            raise AttributeError(name) from None


def lookup(value):
    if isinstance(value, dict):
        return Lookup({key: lookup(item) for key, item in value.items()})
    return [lookup(item) for item in value] if isinstance(value, list) else value


class Macros:
    """Macros compiled once. They look names up in `live`, which each case fills anew."""

    def __init__(self, roots):
        self.live, self.by_name = {}, {}
        env = get_environment(None, False)
        for text in [text for root in roots for text in blocks(root)]:
            for name, value in vars(env.from_string(text).make_module(self.live)).items():
                if name.startswith("dbt_macro__"):
                    self.by_name[name.removeprefix("dbt_macro__")] = self.catching(value)

    @staticmethod
    def catching(macro):
        def call(*args, **kwargs):
            try:
                return str(macro(*args, **kwargs))
            except Return as given:
                return given.value
        return call


class Table:
    def __init__(self, rows):
        self.rows = rows


class World:
    """Everything a macro sees, and the record of what it sent."""

    def __init__(self, macros, case, cursor):
        self.case, self.cursor, self.log, self.results = case, cursor, [], {}
        model = {"name": "m", "alias": "m", "columns": case.get("columns", {}), "constraints": [], "arguments": case.get("arguments", [])}
        macros.live.clear()
        macros.live.update({
            **macros.by_name, "dbt": dict(macros.by_name), "execute": True, "adapter": self, "model": lookup(model), "config": self.config(),
            "exceptions": self.exceptions(), "return": self.give, "log": lambda *a, **k: "", "write": lambda text: "", "api": Lookup(Column=self),
            "modules": modules(), "store_result": self.store_result, "load_result": self.results.get,
            "sql_convert_columns_in_relation": lambda table: table, "get_assert_columns_equivalent": lambda sql: "-- checked",
        })
        self.context = macros.live

    behavior = property(lambda self: Lookup(enable_truthy_nulls_equals_macro=Lookup(no_warn=self.case.get("truthy", False))))

    def config(self):
        values = self.case.get("config", {})
        return type("Config", (), {"get": staticmethod(lambda name, default=None: lookup(values[name]) if values.get(name) is not None else Lookup() if name == "contract" else default)})

    @staticmethod
    def exceptions():
        def fail(message):
            raise Raised(message)
        return Lookup(raise_compiler_error=fail)

    @staticmethod
    def give(value=None):
        raise Return(value)

    def store_result(self, name, response, agate_table=None):
        self.results[name] = Lookup(table=agate_table)
        return ""

    def dispatch(self, name, package=None):
        return next(self.context[f"{prefix}__{name}"] for prefix in ("postgres", "default") if f"{prefix}__{name}" in self.context)

    def execute(self, sql, auto_begin=False, fetch=False):
        self.log.append(normalized(sql))
        return "OK", Table(self.rows(sql))

    def rows(self, sql):
        if not self.case.get("rows"):
            return []
        self.cursor.execute(sql)
        return [[None if cell is None else str(cell) for cell in row] for row in self.cursor.fetchall()]

    def get_columns_in_relation(self, relation):
        return [Lookup(name="id"), Lookup(name="Note")]

    def parse_index(self, raw):
        return Lookup(columns=raw["columns"], unique=raw.get("unique", False), type=raw.get("type"), render=lambda relation: "index_name")

    def verify_database(self, database):
        return ""

    def quote(self, name):
        return f'"{name}"'

    def translate_type(self, name):
        return name

    def render_raw_columns_constraints(self, raw_columns):
        return [f"{column['name']} {column['data_type']}" for column in raw_columns.values()]

    def render_raw_model_constraints(self, raw_constraints):
        return []


def modules():
    import datetime

    class Frozen(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2024, 5, 6, 7, 8, 9, 123000)

    return Lookup(datetime=Lookup(datetime=Frozen))


def normalized(text):
    """Without SQL comments, in lower case; whitespace is one blank, and none beside brackets and operators."""
    text = re.sub(r"\s+", " ", re.sub(r"--[^\n]*", "", text).lower())
    return re.sub(r"\s*([(),;=|+])\s*", r"\1", text).strip()


def argument(value):
    """{"relation": name, schema?, type?} and {"information_schema": True} become relations."""
    if isinstance(value, dict) and "relation" in value:
        return PostgresRelation.create(database="dev", schema=value.get("schema", "marts"), identifier=value["relation"], type=value.get("type", "table"))
    if isinstance(value, dict) and "information_schema" in value:
        return PostgresRelation.create(database="dev", schema="marts").information_schema()
    if isinstance(value, dict):
        return Lookup({key: argument(item) for key, item in value.items()})
    return [argument(item) for item in value] if isinstance(value, list) else value


def plain(value):
    if isinstance(value, Table):
        return value.rows
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value if value is None or isinstance(value, bool) else normalized(str(value))


def run(macros, case, cursor):
    world = World(macros, case, cursor)
    try:
        value = world.context[case["macro"]](*[argument(given) for given in case.get("args", [])])
    except (Raised, UndefinedError, TypeError):
        return {"raised": True}
    if case.get("rows") == "query":
        return {"value": world.rows(value)}
    return {"value": plain(value)} if case.get("rows") else {"value": plain(value), "log": world.log}


def main():
    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute(open(os.path.join(HERE, "objects.sql"), encoding="utf-8").read())
        own = os.path.join(INCLUDE, "postgres")
        macros = Macros([os.path.join(INCLUDE, "global_project"), own])
        lines = [json.dumps({**case, "expected": run(macros, case, cursor)}, default=str) for case in CASES]
        connection.rollback()
    with open(os.path.join(HERE, "cases.json"), "w", encoding="utf-8") as out:
        out.write("[\n" + ",\n".join(lines) + "\n]\n")
    with open(os.path.join(HERE, "signatures.json"), "w", encoding="utf-8") as out:
        out.write("{\n" + ",\n".join(f" {json.dumps(name)}: {json.dumps(arguments)}" for name, arguments in signatures(own).items()) + "\n}\n")


if __name__ == "__main__":
    main()
