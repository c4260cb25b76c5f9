"""Records what CPython, PyYAML, pytz, agate and dbt make of the cases below, as goldens in ./recorded.

    /path/to/dbt/venv/bin/python record.py

Every case is an expression of a template (or a whole template, when it holds a tag) rendered by dbt's own
environment: `text` is what it prints, `repr` what it prints inside of a list, `error` the words of what it raises.
"""
import datetime
import decimal
import itertools
import json
import pathlib
import random
import re

from dbt.adapters.base import Column
from dbt.adapters.duckdb.column import DuckDBColumn
from dbt.adapters.duckdb.relation import DuckDBRelation
from dbt.adapters.postgres.column import PostgresColumn
from dbt.adapters.postgres.relation import PostgresRelation
from dbt.adapters.base.relation import EventTimeFilter
from dbt.config.renderer import BaseRenderer
from dbt.context.base import BaseContext, get_context_modules
from dbt_common.clients import agate_helper
from dbt_common.clients.jinja import get_environment
from dbt_common.exceptions.macros import MacroReturn

import record_cases

HERE = pathlib.Path(__file__).parent
OUT = HERE / "recorded"


class Api:
    def __init__(self, relation, column):
        self.Relation = relation
        self.Column = column


def limited(relation, limit):
    return relation.replace(limit=limit)


def filtered(relation, start, end):
    return relation.replace(event_time_filter=EventTimeFilter("at", start, end))


def context():
    base = {name: getattr(BaseContext, name) for name in (
        "fromjson", "tojson", "fromyaml", "toyaml", "set_strict", "zip_strict", "diff_of_two_dicts", "local_md5")}
    base["set"] = BaseContext._set
    base["zip"] = BaseContext._zip
    modules = dict(get_context_modules())
    modules["itertools"] = {name: getattr(itertools, name) for name in modules["itertools"]}
    return {
        **base,
        "modules": modules,
        "api": Api(DuckDBRelation, DuckDBColumn),
        "pg": Api(PostgresRelation, PostgresColumn),
        "D": decimal.Decimal,
        "limited": limited,
        "filtered": filtered,
        "utc": datetime.timezone.utc,
        "dt": datetime.datetime(2026, 3, 7, 14, 5, 9, 123456),
        "day": datetime.date(2024, 2, 29),
        "at": datetime.datetime(2026, 7, 1, 8, 30, tzinfo=get_context_modules()["pytz"]["utc"]),
        "table": table_of(record_cases.TABLE),
        "numbers": agate_helper.table_from_rows([[decimal.Decimal(v)] for v in record_cases.NUMBERS], ["n"]),
    }


def render(source):
    return get_environment().from_string(source).render(context())


def record_expression(expression):
    template = expression if "{%" in expression else "{{ %s }}" % expression
    case = {"expression": expression}
    try:
        case["text"] = render(template)
        if template is not expression:
            case["repr"] = render("{{ [%s] }}" % expression)
    except MacroReturn:
        raise
    except Exception as error:  # noqa: BLE001
        case.pop("text", None)
        case["error"] = f"{type(error).__name__}: {error}"
    return case


def to_python(cell):
    """The Python value of a cell as adapters hand it out; see CELLS."""
    if not isinstance(cell, dict):
        return cell
    kind = cell["type"]
    if kind == "int":
        return int(cell["text"])
    if kind == "decimal":
        return decimal.Decimal(cell["text"])
    if kind == "date":
        return datetime.date.fromisoformat(cell["text"])
    if kind == "time":
        return datetime.time.fromisoformat(cell["text"])
    if kind == "timestamp":
        return datetime.datetime.fromisoformat(cell["text"])
    if kind == "interval":
        return datetime.timedelta(days=cell["days"], microseconds=cell["microseconds"])
    if kind == "float":
        return float(cell["text"])
    if kind == "bytes":
        return bytes.fromhex(cell["hex"])
    if kind == "list":
        return [to_python(item) for item in cell["items"]]
    if kind == "struct":
        return {name: to_python(item) for name, item in cell["entries"]}
    raise ValueError(kind)


def describe_table(table):
    return {
        "names": list(table.column_names),
        "types": [type(t).__name__ for t in table.column_types],
        "rows": [[repr(value) for value in row] for row in table.rows],
    }


def table_of(spec):
    rows = [[to_python(cell) for cell in row] for row in spec["rows"]]
    data = [dict(zip(spec["names"], row)) for row in rows]
    return agate_helper.table_from_data_flat(data, spec["names"])


def print_of(table, **options):
    import io

    output = io.StringIO()
    table.print_table(output=output, **options)
    return output.getvalue()


def record_query(spec):
    table = table_of(spec)
    import io

    csv, as_json = io.StringIO(), io.StringIO()
    table.to_csv(csv)
    table.to_json(as_json)
    return {
        **spec,
        "table": describe_table(table),
        "printed": print_of(table),
        "wide": print_of(table, max_rows=2, max_columns=2, max_column_width=8, max_precision=1),
        "structure": str(table),
        "csv": csv.getvalue(),
        "json": as_json.getvalue(),
    }


def record_csv(spec):
    path = OUT / "seed.csv"
    path.write_bytes(spec["csv"].encode("utf-8"))
    case = dict(spec)
    try:
        case["table"] = describe_table(agate_helper.from_csv(path, spec.get("text", []), spec.get("delimiter", ",")))
    except StopIteration:
        case["error"] = "empty"
    except Exception as error:  # noqa: BLE001
        case["error"] = f"{type(error).__name__}: {error}"
    path.unlink()
    return case


def record_native(text):
    """How dbt renders a string of a YAML file."""
    values = {"n": 5, "items": ["a", 1], "nothing": None, "flag": True, "d": {"a": 1, "b": [True, None]}, "f": 1.5}
    try:
        return {"text": text, "repr": repr(BaseRenderer(values).render_value(text))}
    except Exception as error:  # noqa: BLE001
        return {"text": text, "error": f"{type(error).__name__}: {error}"}


def write(name, cases):
    text = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    text = re.sub(r" at 0x[0-9a-f]+", "", text)
    (OUT / f"{name}.json").write_text(f"[\n{text}\n]\n", encoding="utf-8")
    print(name, len(cases))


def main():
    OUT.mkdir(exist_ok=True)
    random.seed(20260307)
    for name, expressions in record_cases.expressions().items():
        write(name, [record_expression(expression) for expression in expressions])
    write("native", [record_native(text) for text in record_cases.NATIVE])
    write("query-tables", [record_query(spec) for spec in record_cases.query_tables()])
    write("csv-tables", [record_csv(spec) for spec in record_cases.csv_tables()])


main()
