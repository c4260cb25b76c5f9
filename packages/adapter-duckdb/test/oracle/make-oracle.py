"""What dbt-duckdb makes of profiles, sources, file options and foreign keys: cases.json, for oracle.test.ts.

    python make-oracle.py        needs dbt-duckdb
"""

import json
import os
from types import SimpleNamespace

from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.impl import DuckDBAdapter
from dbt.adapters.duckdb.relation import DuckDBRelation
from dbt_common.exceptions import DbtRuntimeError

PROFILES = [
    {},
    {"path": ":memory:"},
    {"path": "data/pipeline.duckdb", "schema": "marts", "threads": 4},
    {"path": "my.db.duckdb"},
    {"path": ".hidden.duckdb"},
    {"path": "/abs/with space.db"},
    {"path": "plain"},
    {"path": "a/b/", "schema": "x"},
    {"path": "a.duckdb", "database": "a"},
    {"path": "a.duckdb", "database": "b"},
    {"path": "a.duckdb", "database": "b", "attach": [{"path": "x.db", "alias": "b"}]},
    {"path": "a.duckdb", "settings": {"memory_limit": "4GB", "threads": 2, "preserve_insertion_order": False}},
    {"path": "a.duckdb", "external_root": "out", "disable_transactions": True, "config_options": {"allow_unsigned_extensions": True}},
    {"path": "a.duckdb", "extensions": ["httpfs", {"name": "h3", "repo": "community"}]},
    {"path": "a.duckdb", "secrets": [{"type": "s3", "key_id": "k", "secret": "it's", "region": "eu"}]},
    {"path": "a.duckdb", "secrets": [{"type": "s3", "name": "n", "provider": "credential_chain", "persistent": True, "scope": "s3://a"}, {"type": "gcs", "scope": ["gs://a", "gs://b"], "key_id": "x"}]},
    {"path": "a.duckdb", "secrets": [{"type": "http", "extra_http_headers": {"Authorization": "Bearer x", "b": "c'd"}}, {"type": "x", "list": ["a", "b"]}]},
    {"path": "a.duckdb", "use_credential_provider": "aws"},
    {"path": "a.duckdb", "use_credential_provider": "gcp"},
    {"path": "a.duckdb", "attach": [{"path": "/x/other.duckdb"}, {"path": "/x/other.duckdb", "alias": "o", "read_only": True}]},
    {"path": "a.duckdb", "attach": [{"path": "dbname=x host=y", "type": "postgres", "alias": "pg", "secret": "s"}]},
    {"path": "a.duckdb", "attach": [{"path": "/x/it's.db", "options": {"type": "sqlite", "read_only": True, "block_size": 16384, "encryption_key": "k'k", "quoted": "'x'", "flag": True, "off": False, "none": None}}]},
    {"path": "a.duckdb", "attach": [{"path": "/x/a.db", "type": "sqlite", "options": {"type": "duckdb"}}]},
    {"path": "a.duckdb", "attach": [{"path": "ducklake:meta.ducklake", "alias": "lake", "options": {"data_path": "files/"}}, {"path": "/x/b.db", "is_ducklake": True}]},
    {"path": "ducklake:meta.ducklake", "schema": "s"},
    {"path": "a.duckdb", "is_ducklake": True},
    {"path": "a.duckdb", "retries": {"connect_attempts": 3, "query_attempts": 2, "retryable_exceptions": ["IOException", "HTTPException"]}},
]

SOURCES = [
    ({"external_location": "data/{name}.parquet"}, {}),
    ({"external_location": "{schema}/{identifier}-{kind}.csv", "kind": "raw"}, {}),
    ({"external_location": "read_csv('{name}.csv', header = true)"}, {}),
    ({"external_location": "'already'"}, {}),
    ({"external_location": "a{{b}}c"}, {}),
    ({"external_location": "{missing}"}, {}),
    ({"external_location": "{name"}, {}),
    ({"external_location": "%(schema)s/%(name)s.csv", "formatter": "oldstyle"}, {}),
    ({"external_location": "100%%", "formatter": "oldstyle"}, {}),
    ({"external_location": "$schema/${name}.csv $$", "formatter": "template"}, {}),
    ({"external_location": "x", "formatter": "odd"}, {}),
    ({"external_location": "from-meta"}, {"external_location": "from-config/{name}"}),
    ({}, {"external_location": "only-config"}),
    ({"external_location": "{tags}"}, {}),
    ({"external_location": "{parts[year]}/{parts[list]}", "parts": {"year": 2024, "list": None}}, {}),
    ({}, {}),
]

FILES = [
    ("x.parquet", {}), ("x.csv", {}), ("x.csv.gz", {}), ("x.CSV.GZ", {}), ("x.json.zst", {"compression": "none"}), ("x", {}), ("x", {"delimiter": "|"}), ("x.gz", {}),
    ("x.csv", {"header": "0", "quote": "\"", "null": "'NA'"}), ("dir", {"partition_by": "a"}), ("dir", {"partition_by": "a,b", "format": "csv"}), ("dir", {"partition_by": "(a,b)"}),
    ("dir", {"per_thread_output": "true"}), ("s3://b/k.parquet", {"codec": "zstd", "row_group_size": "1000"}),
]

TARGETS = ["t", "s.t", "d.s.t", '"d"."s"."t"']


def attempt(work):
    try:
        return work()
    except (DbtRuntimeError, ValueError, KeyError, TypeError) as error:
        return {"error": type(error).__name__}


def profile(output):
    data = DuckDBCredentials.translate_aliases({"schema": "main", **json.loads(json.dumps(output))})
    data.pop("threads", None)
    credentials = DuckDBCredentials.from_dict(data)
    return {
        "database": credentials.database, "schema": credentials.schema, "secrets": credentials.secrets_sql(),
        "attach": [a.to_sql() for a in credentials.attach or []], "lakes": sorted(credentials._ducklake_dbs),
        "shown": {k: v for k, v in credentials.connection_info(with_aliases=False)},
    }


def location(meta, config):
    source = SimpleNamespace(name="orders", identifier="orders_raw", schema="shop", database="db", meta=meta, tags=["a", "b"], resource_type="source",
                             config=SimpleNamespace(extra=config), quoting_dict={}, catalog_name=None, path="x", unique_id="source.p.shop.orders")
    return DuckDBRelation.create_from_source(SimpleNamespace(quoting={}), source).external


def files(place, options):
    options = dict(options)
    write = DuckDBAdapter.external_write_options(None, place, options)
    return {"write": write, "options": options, "read": DuckDBAdapter.external_read_location(None, place, options)}


oracle = {
    "profiles": [{"output": p, "expected": attempt(lambda: profile(p))} for p in PROFILES],
    "sources": [{"meta": m, "config": c, "expected": attempt(lambda: location(m, c))} for m, c in SOURCES],
    "files": [{"location": p, "options": o, "expected": files(p, o)} for p, o in FILES],
    "targets": [{"target": t, "expected": DuckDBAdapter._constraint_target_without_database(t)} for t in TARGETS],
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "cases.json"), "w") as out:
    json.dump(oracle, out, indent=1)
    out.write("\n")
