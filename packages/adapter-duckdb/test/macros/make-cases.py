"""Renders dbt's own macros (global project and dbt-duckdb) with stand-ins for everything around them and writes down
what they give: cases.json, the expectation of macros.test.ts.

    python make-cases.py                    writes cases.json and signatures.json beside this file
    python make-cases.py --check ROOT ROOT  renders other macro folders too, all cases, and prints where they differ

Needs dbt-core, dbt-adapters and dbt-duckdb of the version the macros follow. The stand-ins are described in
macro-world.ts, which does the same on the other side.
"""

import json
import os
import re
import sys

import jinja2.nodes as nodes
from jinja2.exceptions import UndefinedError
import macro_inputs
from dbt.adapters.duckdb.column import DuckDBColumn
from dbt.adapters.duckdb.impl import DuckDBAdapter, DuckDBIndexConfig
from dbt_common.clients import jinja as dbt_jinja
from dbt_common.clients.jinja import get_environment

HERE = os.path.dirname(os.path.abspath(__file__))
INCLUDE = os.path.join(os.path.dirname(__import__("dbt.cli", fromlist=["x"]).__path__[0]), "include")
# Cases with different results that are kept for one macro.
KEPT = 8
BLOCKS = {"macro", "materialization", "test", "data_test"}


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
            defaults = []
            for default in macro.defaults:
                try:
                    defaults.append(repr(default.as_const()))
                except nodes.Impossible:
                    defaults.append("<expression>")
            name = macro.name.replace("dbt_macro__", "")
            languages = re.search(r"supported_languages\s*=\s*\[([^\]]*)\]", text)
            found[name] = {"arguments": [a.name for a in macro.args], "defaults": defaults}
            if languages:
                found[name]["languages"] = re.findall(r"\w+", languages.group(1))
    return dict(sorted(found.items()))


class Relation:
    """A relation of the world: a plain object, three quoted parts."""

    MaterializedView = "materialized_view"
    Function = "function"

    def __init__(self, database="db", schema="sch", identifier=None, type="table"):
        self.database, self.schema, self.identifier, self.type = database, schema, identifier, type

    def __str__(self):
        return ".".join(f'"{part}"' for part in (self.database, self.schema, self.identifier) if part)

    def render(self):
        return str(self)

    @property
    def name(self):
        return self.identifier

    table = name
    is_table = property(lambda self: self.type == "table")
    is_view = property(lambda self: self.type == "view")
    is_materialized_view = property(lambda self: self.type == "materialized_view")
    can_be_renamed = property(lambda self: self.identifier.startswith("movable"))
    can_be_replaced = property(lambda self: self.identifier.startswith("replaceable"))

    def include(self, database=True, schema=True, identifier=True):
        return Relation(self.database if database else None, self.schema if schema else None, self.identifier, self.type)

    def without_identifier(self):
        return Relation(self.database, self.schema, None, self.type)

    def incorporate(self, path=None, type=None):
        parts = {"database": self.database, "schema": self.schema, "identifier": self.identifier, **(path or {})}
        return Relation(parts["database"], parts["schema"], parts["identifier"], type or self.type)

    def replace(self, information_schema_view=None):
        return f'"{self.database}".INFORMATION_SCHEMA.{information_schema_view}'

    def get_function_config(self, model):
        return None

    def get_function_macro_name(self, config):
        return "scalar_function_sql"


class RelationApi:
    @staticmethod
    def create(database=None, schema=None, identifier=None, type=None):
        return Relation(database, schema, identifier, type)

    @staticmethod
    def scd_args(primary_key, updated_at):
        return [*(primary_key if isinstance(primary_key, list) else [primary_key]), updated_at]


class Flag:
    def __init__(self, value):
        self.no_warn = value


class Table:
    """An agate table of the world, from rows."""

    def __init__(self, names, rows):
        self.column_names, self.rows = names, [tuple(r) for r in rows]

    def __str__(self):
        return "table"

    def __len__(self):
        return len(self.rows)

    def __iter__(self):
        return iter(self.rows)

    def __getitem__(self, index):
        return self.rows[index]

    @property
    def columns(self):
        return [TableColumn(n, [r[i] for r in self.rows]) for i, n in enumerate(self.column_names)]


class TableColumn:
    def __init__(self, name, items):
        self.name, self.items = name, items

    def values(self):
        return self.items


class Config:
    def __init__(self, values):
        self.values_ = values

    def get(self, name, default=None, validator=None):
        value = self.values_.get(name)
        return Lookup(value) if name == "contract" and value is not None else default if value is None else value

    def persist_relation_docs(self):
        return bool(self.values_.get("persist_docs", {}).get("relation"))

    def persist_column_docs(self):
        return bool(self.values_.get("persist_docs", {}).get("columns"))


class Lookup(dict):
    def __getattr__(self, name):
        try:
            return lookup(self[name])
        except KeyError:
            raise AttributeError(name) from None


def lookup(value):
    if isinstance(value, dict):
        return Lookup({k: lookup(v) for k, v in value.items()})
    return [lookup(v) for v in value] if isinstance(value, list) else value


class Macros:
    """Macros compiled once. They look names up in `live`, which each case fills anew."""

    def __init__(self, roots):
        self.live, self.by_name = {}, {}
        env = get_environment(None, False)
        for text in [text for root in roots for text in blocks(root)]:
            module = env.from_string(text).make_module(self.live)
            for name, value in vars(module).items():
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


class World:
    """Everything a macro sees, and the record of what it did."""

    def __init__(self, macros, case):
        self.macros, self.case, self.log = macros, case, []
        self.results = {}
        self.context = self.build()

    def note(self, what, *details):
        self.log.append([what, *[normalized(str(d)) for d in details]])

    def build(self):
        case = self.case
        model = lookup(case.get("model", {"name": "m", "alias": "m", "unique_id": "model.p.m", "columns": {}, "constraints": [], "language": "sql",
                                         "database": "db", "schema": "sch", "config": {"materialized": "table"}, "compiled_code": "select 1 as id"}))
        context = {
            "execute": True, "adapter": AdapterStandIn(self), "config": Config(case.get("config", {})), "model": model,
            "this": Relation(identifier="m"), "api": Lookup(Relation=RelationApi, Column=DuckDBColumn), "exceptions": ExceptionsStandIn(self),
            "flags": Lookup({"FULL_REFRESH": False, "STORE_FAILURES": False, "REQUIRE_SQL_HEADER_IN_TEST_CONFIGS": False, **case.get("flags", {})}),
            "target": Lookup(database="db", schema="sch", name="dev"), "var": lambda n, d=None: d, "modules": modules(),
            "return": self.give, "log": lambda *a, **k: "", "write": lambda text: self.note("write", text) or "", "render": lambda t: t,
            "tojson": json.dumps, "zip": lambda *a, **k: list(zip(*a)), "graph": lookup(case.get("graph", {"nodes": {}})), "selected_resources": case.get("selected", []),
            "store_result": self.store_result, "load_result": self.load_result, "store_raw_result": self.store_raw_result, "dbt_version": "1.11.0",
            "sql": "select 1 as id", "compiled_code": "select 1 as id", "pre_hooks": lookup(case.get("pre_hooks", [])), "post_hooks": lookup(case.get("post_hooks", [])),
            "database": "db", "schema": "sch", "load_agate_table": lambda: Table(["id", "name"], [[1, "a"], [2, "b"]]), "defer_relation": None,
            "diff_of_two_dicts": lambda a, b: {k: [x for x in v if x not in b.get(k, [])] for k, v in a.items() if [x for x in v if x not in b.get(k, [])]},
            "try_or_compiler_error": lambda message, fn, *a: self.attempt(message, fn, *a),
            "ref": lambda *a, v=None: Relation(identifier=a[-1]), "source": lambda a, b: Relation(schema=a, identifier=b), "row_number": None,
        }
        live = self.macros.live
        live.clear()
        live.update({**context, **self.macros.by_name, "context": live, "dbt": Lookup(self.macros.by_name)})
        return live

    def give(self, value=None):
        raise Return(value)

    def attempt(self, message, fn, *args):
        try:
            return fn(*args)
        except Exception:
            raise Raised("compiler error") from None

    def store_result(self, name, response, agate_table=None):
        self.results[name] = Lookup(response=response, data=[list(r) for r in agate_table] if agate_table is not None else [], table=agate_table)
        return ""

    def load_result(self, name):
        return self.results.get(name)

    def store_raw_result(self, name, message=None, code=None, rows_affected=None, agate_table=None):
        self.note("result", name, message, code, rows_affected)
        return ""

    def answer(self, sql):
        for part, names, rows in self.case.get("answers", []):
            if part in sql:
                return Table(names, rows)
        return Table([], [])


def modules():
    import datetime

    class Frozen(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2024, 5, 6, 7, 8, 9, 123000)

    return Lookup(datetime=Lookup(datetime=Frozen, date=datetime.date, timedelta=datetime.timedelta))


class ExceptionsStandIn:
    def __init__(self, world):
        self.world = world

    def warn(self, message):
        self.world.note("warn")
        return ""

    def warn_snapshot_timestamp_data_types(self, a, b):
        self.world.note("warn types", a, b)
        return ""

    def __getattr__(self, name):
        def fail(*args, **kwargs):
            raise Raised(name)
        return fail


class AdapterStandIn:
    def __init__(self, world):
        self.world = world
        self.behavior = Lookup(enable_truthy_nulls_equals_macro=Flag(world.case.get("truthy", False)))

    def dispatch(self, name, package=None):
        prefixes = self.world.case.get("prefixes", ["duckdb", "default"])
        for prefix in prefixes:
            if f"{prefix}__{name}" in self.world.context:
                return self.world.context[f"{prefix}__{name}"]
        raise Raised(f"no macro {name}")

    def execute(self, sql, auto_begin=False, fetch=False):
        self.world.note("sql" if auto_begin else "sql without begin", sql)
        return "OK", self.world.answer(sql)

    def add_query(self, sql, bindings=None, abridge_sql_log=False):
        self.world.note("query", sql, *(bindings or []))

    def get_relation(self, database=None, schema=None, identifier=None):
        type = self.world.case.get("existing", {}).get(identifier)
        return Relation(database, schema, identifier, type) if type else None

    def columns_of(self, relation):
        known = self.world.case.get("columns", {})
        names = known.get(relation.identifier) or known.get("*") or [["id", "INTEGER"], ["name", "VARCHAR"]]
        return [DuckDBColumn(name, type) for name, type in names]

    get_columns_in_relation = columns_of

    def get_missing_columns(self, source, target):
        there = [c.name for c in self.columns_of(target)]
        return [c for c in self.columns_of(source) if c.name not in there]

    def get_column_schema_from_query(self, sql):
        self.world.note("schema of", sql)
        for part, columns in self.world.case.get("schemas", []):
            if part in sql:
                return [DuckDBColumn(n, t) for n, t in columns]
        return [DuckDBColumn("id", "INTEGER")]

    def rename_relation(self, a, b):
        self.world.note("rename", a, b)

    def drop_relation(self, relation):
        self.world.note("drop", relation.type, relation)

    def truncate_relation(self, relation):
        self.world.note("truncate", relation)

    def drop_schema(self, relation):
        self.world.note("drop schema", relation)

    def commit(self):
        self.world.note("commit")
        return ""

    def quote(self, name):
        return f'"{name}"'

    def quote_as_configured(self, name, key):
        return f'"{name}"'

    def quote_seed_column(self, name, quote):
        return f'"{name}"' if quote in (None, True) else name

    def convert_type(self, table, index):
        return "text"

    def type(self):
        return "duckdb"

    def get_incremental_strategy_macro(self, context, name):
        return context[f"get_incremental_{name.replace('+', '_')}_sql"]

    def expand_target_column_types(self, from_relation, to_relation):
        pass

    def get_hard_deletes_behavior(self, config):
        return config.get("hard_deletes") or "ignore"

    def assert_valid_snapshot_target_given_strategy(self, relation, columns, strategy):
        pass

    def render_raw_columns_constraints(self, raw_columns):
        return [f"{c['name']} {c['data_type']}" + "".join(f" {x['type']}" for x in c.get("constraints", [])) for c in raw_columns.values()]

    def render_raw_model_constraints(self, raw_constraints):
        return [f"{c['type']} ({', '.join(c['columns'])})" for c in raw_constraints]

    def standardize_grants_dict(self, table):
        return {"select": ["old", "kept"]}

    def build_catalog_relation(self, node):
        return None

    def parse_index(self, raw):
        index = DuckDBIndexConfig(columns=raw["columns"], unique=raw.get("unique", False))
        return Lookup(columns=index.columns, unique=index.unique, render=lambda relation: "index_name")

    def warn_once(self, message):
        self.world.note("warn once")
        return ""

    def get_binding_char(self):
        return "?"

    def get_seed_file_path(self, model):
        return "/project/seeds/m.csv"

    def convert_datetimes_to_strs(self, table):
        return table

    def external_root(self):
        return "out"

    external_write_options = DuckDBAdapter.external_write_options
    external_read_location = DuckDBAdapter.external_read_location

    def location_exists(self, location):
        return True

    def store_relation(self, plugin, relation, columns, location, format, config):
        self.world.note("store", plugin, relation, location, format)

    def escape_sql_string(self, value):
        return str(value).replace("'", "''")

    def is_motherduck(self):
        return False

    def is_ducklake(self, relation):
        return self.world.case.get("ducklake", False)

    def use_ducklake_table_workarounds(self, relation):
        return self.world.case.get("old_ducklake", False)

    def disable_transactions(self):
        return False

    def ensure_transaction(self):
        pass

    def batch_id_for_model(self, model):
        return ""

    def catalog_supports_foreign_keys(self, database):
        return True

    def existing_key_constraint_types(self, relation):
        return self.world.case.get("keys", [])


def normalized(text):
    """Without SQL comments, in lower case; whitespace is one blank, and none beside brackets and operators."""
    text = re.sub(r"--[^\n]*", "", text).lower()
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([(),;=|])\s*", r"\1", text).strip()


def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, DuckDBColumn):
        return f"{value.name} {value.dtype}"
    if callable(value):
        return "<macro>"
    if value is None or isinstance(value, (bool, int, float)):
        return value
    text = normalized(str(value))
    return None if text in ("", "none") else text


def argument(value):
    """Arguments of a case: {"relation": "x"}, {"columns": [[name, type]]} and {"macro": name} become objects."""
    if isinstance(value, dict) and set(value) <= {"relation", "type"} and "relation" in value:
        return Relation(identifier=value["relation"], type=value.get("type", "table"))
    if isinstance(value, dict) and set(value) == {"columns"}:
        return [DuckDBColumn(n, t) for n, t in value["columns"]]
    if isinstance(value, dict) and set(value) == {"table"}:
        return Table(*value["table"])
    if isinstance(value, dict):
        return {k: argument(v) for k, v in value.items()}
    return [argument(v) for v in value] if isinstance(value, list) else value


def run(macros, case):
    world = World(macros, case)
    macro = world.context.get(case["macro"])
    if macro is None:
        return {"missing": case["macro"]}
    args = [world.context[a["macro"]] if isinstance(a, dict) and set(a) == {"macro"} else argument(a) for a in case.get("args", [])]
    args = [world.context["config"] if a == "<config>" else world.context["model"] if a == "<model>" else a for a in args]
    try:
        value = macro(*args, **{k: argument(v) for k, v in case.get("kwargs", {}).items()})
        log = world.log
        if case.get("inspection"):  # the query that looks into the catalog may be worded in another way
            log = [entry for entry in log if not entry[1].startswith("with ")]
        return {"value": plain(value), "log": log}
    except Raised as error:
        return {"raised": str(error)}
    except (UndefinedError, TypeError, AttributeError, KeyError) as error:
        return {"raised": type(error).__name__}


def main():
    cases = macro_inputs.cases()
    own = [os.path.join(INCLUDE, "global_project"), os.path.join(INCLUDE, "duckdb")]
    if "--check" in sys.argv:
        mine = Macros(sys.argv[sys.argv.index("--check") + 1:])
        theirs = Macros(own)
        bad = 0
        for case in cases:
            a, b = run(theirs, case), run(mine, case)
            if a != b:
                bad += 1
                print(json.dumps({k: case[k] for k in case}, default=str)[:300], "\n  dbt ", json.dumps(a, default=str), "\n  ours", json.dumps(b, default=str))
        print(f"{len(cases)} cases, {bad} differ; {len({c['macro'] for c in cases})} macros called")
        return
    macros = Macros(own)
    kept, seen = [], {}
    for case in cases:
        expected = json.dumps(run(macros, case), default=str)
        known = seen.setdefault(case["macro"], set())
        if len(known) < KEPT and expected not in known:
            known.add(expected)
            kept.append(json.dumps(case)[:-1] + f', "expected": {expected}}}')
    with open(os.path.join(HERE, "cases.json"), "w", encoding="utf-8") as out:
        out.write("[\n" + ",\n".join(kept) + "\n]\n")
    with open(os.path.join(HERE, "signatures.json"), "w", encoding="utf-8") as out:
        packages = {"dbt": signatures(own[0]), "dbt_duckdb": signatures(own[1])}
        lines = {name: ",\n".join(f"  {json.dumps(macro)}: {json.dumps(signature)}" for macro, signature in found.items()) for name, found in packages.items()}
        out.write("{\n" + ",\n".join(f" {json.dumps(name)}: {{\n{text}\n }}" for name, text in lines.items()) + "\n}\n")


if __name__ == "__main__":
    main()
