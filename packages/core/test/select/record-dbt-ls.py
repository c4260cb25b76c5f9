"""Records what dbt selects in the features project: manifests, `dbt ls` answers, state comparisons.

Run with a Python that has dbt-core and dbt-duckdb: python record-dbt-ls.py
Writes features-manifest.json and dbt-ls.json beside this file, and state-manifests.json.
"""
import json
import os
import pathlib
import shutil
import tempfile

os.environ.update(DBT_SEND_ANONYMOUS_USAGE_STATS="false", DBT_QUIET="true", DBT_VERSION_CHECK="false", TZ="UTC")

from dbt.cli.main import dbtRunner  # noqa: E402

here = pathlib.Path(__file__).parent
work = pathlib.Path(tempfile.mkdtemp()) / "features"
shutil.copytree(here / "features", work)
os.chdir(work)


def invoke(*args):
    unmatched = []

    def listen(event):
        if event.info.name == "NoNodesForSelectionCriteria":
            unmatched.append(event.data.spec_raw)

    outcome = dbtRunner(callbacks=[listen]).invoke([*args])
    return outcome, unmatched


def own_manifest():
    """target/manifest.json without what belongs to dbt's own packages."""
    manifest = json.loads((work / "target" / "manifest.json").read_text())
    ours = {"features", "local_package"}
    for key in ("macros", "docs"):
        manifest[key] = {name: item for name, item in manifest[key].items() if item["package_name"] in ours}
    kinds = ["nodes", "sources", "macros", "exposures", "metrics", "semantic_models", "saved_queries", "unit_tests", "functions"]
    disabled = [node for nodes in manifest["disabled"].values() for node in nodes]
    for node in [*disabled, *(node for kind in kinds for node in manifest[kind].values())]:
        if "depends_on" in node:
            node["depends_on"]["macros"] = [name for name in node["depends_on"]["macros"] if name.split(".")[1] in ours]
        node["created_at"] = 0
        if node.get("root_path"):
            node["root_path"] = "/features"
    return manifest


def listed(*args):
    outcome, unmatched = invoke("ls", "--output", "json", "--output-keys", "unique_id", *args)
    if not outcome.success:
        return {"error": type(outcome.exception).__name__}
    return {"ids": sorted(json.loads(line)["unique_id"] for line in outcome.result), "unmatched": unmatched}


selects = """
stg_orders stg_* *orders* stg_orders+ +stg_orders +stg_orders+ 1+dim_customers 2+dim_customers dim_customers+1 1+dim_customers+1 0+dim_customers
@stg_customers @countries @dim_customers features features.staging features.staging.stg_orders staging.stg_orders staging staging.* features.*
features.marts.finance features.marts.*.* marts.ops.daily_ops *.daily_ops features.*.stg_orders local_package local_package.lp_base lp_base+ lp_*
fct_orders fct_orders.v2 fct_orders_v2 fct_orders.v9 fct_orders+ fct_orders.v1+ fct_* features.marts.finance.fct_orders features.marts.finance.fct_orders.v1
fqn:stg_orders fqn:staging.* fqn:* * ? stg_customer? stg_[co]* stg_[!c]* [sd]*s STG_ORDERS stg_off nothing nothing+ countries orders_snapshot orders_snapshot+
tag:staging tag:night* tag:nightly+ +tag:ops tag:big tag:raw tag:key tag:lonely tag:fast tag:fn tag:sq tag:board tag:package tag:nothing tag:ref tag:slow
group:finance group:fin* group:nope access:public access:private access:protected access:nope
source:raw source:raw.orders source:raw.orders+ source:*.customers source:features.raw.customers source:*.*.customers source:raw+ source:raw.hidden source:raw+1 source:other
exposure:weekly +exposure:weekly exposure:* exposure:features.weekly +exposure:features.* exposure:nope metric:order_total +metric:* metric:features.order_total
semantic_model:orders +semantic_model:orders semantic_model:* saved_query:totals +saved_query:totals saved_query:features.* unit_test:stg_orders_adds unit_test:* unit_test:features.*
path:models/staging path:models/staging/ models/staging models/staging/stg_orders.sql models/marts/finance/* models/marts/*/*.sql models/**/*.sql path:models/marts/** path:seeds
path:models/staging/schema.yml models/marts/marts.yml path:tests path:tests/no_negative.sql path:models/*.sql path:nowhere ./models/staging models/staging+ +models/marts/ops path:local_package path:snapshots path:analyses path:functions
file:stg_orders.sql stg_orders.sql file:stg_orders file:stg_* file:*.csv countries.csv file:schema.yml file:marts stg_orders.py file:fct_orders_v?.sql
package:features package:local_package package:this package:local* package:nope
config.materialized:view config.materialized:table config.materialized:incremental config.materialized:ephemeral+ config.enabled:true config.severity:warn config.severity:ERROR config.severity:error
config.unique_key:id config.unique_key:customer_id config.meta.owner:core config.meta.owner:ops config.meta.tier:1 config.meta.pii:false config.meta.pii:False config.meta.labels:x config.meta.deep.er:z config.meta.nope:x
config.tags:staging config.schema:finance config.grants.select:reporter config.persist_docs.relation:true config.contract.enforced:true config.contract.enforced:false config.quote_columns:false config.nope:x config.check_cols:amount config.strategy:check config.group:finance config.access:public config.docs.show:true config.on_schema_change:ignore config.column_types.id:integer
test_name:unique test_name:not_* test_name:rows_at_least test_name:positive test_name:stg_orders_adds test_name:nope
test_type:generic test_type:singular test_type:data test_type:unit test_type:schema test_type:nope stg_orders,test_type:unit stg_customers,test_type:data dim_customers,test_name:unique
resource_type:model resource_type:seed resource_type:snapshot resource_type:test resource_type:unit_test resource_type:source resource_type:exposure resource_type:metric resource_type:function resource_type:analysis resource_type:saved_query resource_type:semantic_model resource_type:operation resource_type:nope
version:latest version:prerelease version:old version:none version:nope
tag:staging,config.materialized:view tag:staging,tag:nothing tag:staging,stg_orders+ +dim_customers,path:models/staging path:models/marts,tag:big stg_orders,stg_customers
nope:x tag: @stg_orders+ add_one add_one+ no_negative +no_negative unique_stg_customers_id +unique_stg_customers_id explore +explore time_spine
""".split()
cases = [{"select": [word]} for word in selects]
cases += [{"select": words} for words in (
    ["stg_orders", "stg_customers"], ["stg_orders stg_customers"], ["stg_orders nothing", "tag:ops"], ["tag:staging", "+exposure:weekly"], ["stg_customers  stg_orders"],
    ["path:models/marts,config.materialized:table", "@countries"], ["source:raw+1", "fqn:*.v1"],
)]
cases += [{}, {"exclude": ["tag:staging"]}, {"exclude": ["nothing"]}, {"exclude": ["stg_orders+"]}, {"exclude": ["resource_type:test", "resource_type:source"]}]
cases += [{"select": [a], "exclude": [b]} for a, b in (
    ("tag:staging", "stg_orders"), ("+dim_customers", "stg_*"), ("staging", "test_name:unique"), ("stg_orders+", "tag:big"), ("*", "package:local_package"),
    ("stg_customers", "stg_orders"), ("+exposure:weekly", "source:* nothing"), ("@stg_orders", "@countries"), ("tag:nightly", "tag:staging,stg_orders"),
)]
modes = ["eager", "cautious", "buildable", "empty"]
cases += [{"select": words, "indirect": mode} for mode in modes for words in (
    ["stg_orders"], ["stg_customers"], ["stg_orders", "stg_customers"], ["stg_customers+"], ["dim_customers"], ["+dim_customers"], ["1+dim_customers"],
    ["fct_orders"], ["source:raw"], ["countries"], ["tag:staging"], ["stg_orders,tag:staging"], ["dim_customers", "stg_customers"], ["no_negative"], ["test_name:relationships"],
)]
cases += [{"select": ["staging"], "exclude": ["stg_customers"], "indirect": mode} for mode in modes]
cases += [{"selector": name, "indirect": mode} for mode in ("eager", "cautious") for name in (
    "staging", "nightly_finance", "inherited", "by_key", "cautious", "buildable_up", "family", "minus", "bools", "words",
)]
cases += [{"selector": "nope"}]
cases += [{"select": words, "types": types} for types in (["model"], ["test", "unit_test"], ["source", "exposure"], ["all"]) for words in (
    ["*"], ["stg_orders+"], ["+dim_customers"], ["tag:staging"],
)]


def arguments(case):
    args = []
    for option, key in (("--select", "select"), ("--exclude", "exclude")):
        for word in case.get(key, []):
            args += [option, word]
    for option, key in (("--selector", "selector"), ("--indirect-selection", "indirect"), ("--state", "state")):
        if key in case:
            args += [option, case[key]]
    for kind in case.get("types", []):
        args += ["--resource-type", kind]
    return args


assert invoke("deps")[0].success
assert invoke("parse")[0].success
manifest = own_manifest()
(here / "features-manifest.json").write_text(json.dumps(manifest))
recorded = [[case, listed(*arguments(case))] for case in cases]
(here / "dbt-ls.json").write_text(json.dumps(recorded))

# State: earlier artifacts against edited projects.
state = work.parent / "state"
state.mkdir()
shutil.copy(work / "target" / "manifest.json", state / "manifest.json")
statuses = {"model.features.stg_orders": "error", "model.features.stg_customers": "success", "test.features.lonely": "fail", "model.features.dim_customers": "skipped"}
base = {"timing": [], "thread_id": "Thread-1", "execution_time": 0.1, "adapter_response": {}, "message": None, "failures": None,
        "compiled": True, "compiled_code": None, "relation_name": None, "batch_results": None}
run_results = {"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json"},
               "results": [{**base, "unique_id": name, "status": status} for name, status in statuses.items()], "elapsed_time": 1.0, "args": {}}
(state / "run_results.json").write_text(json.dumps(run_results))


def sources(times):
    measured = {"snapshotted_at": "2024-01-02T00:00:00Z", "max_loaded_at_time_ago_in_s": 1.0, "status": "pass", "criteria": {"warn_after": None, "error_after": None, "filter": None},
                "adapter_response": {}, "timing": [], "thread_id": "Thread-1", "execution_time": 0.1}
    results = [{**measured, "unique_id": name, "max_loaded_at": time} for name, time in times.items()]
    return {"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/sources/v3.json"}, "results": results, "elapsed_time": 1.0}


before = sources({"source.features.raw.orders": "2024-01-01T00:00:00Z", "source.features.raw.customers": "2024-01-01T00:00:00Z"})
after = sources({"source.features.raw.orders": "2024-01-01T12:00:00Z", "source.features.raw.customers": "2024-01-01T00:00:00Z", "source.features.other.customers": "2024-01-01T00:00:00Z"})
(state / "sources.json").write_text(json.dumps(before))


def edit(path, old, new):
    def apply():
        target = work / path
        text = target.read_text()
        assert old in text, (path, old)
        target.write_text(text.replace(old, new))
    return apply


def write(path, text):
    return lambda: (work / path).write_text(text)


def remove(path):
    return lambda: (work / path).unlink()


edits = {
    "nothing": [],
    "body": [edit("models/staging/stg_orders.sql", "select id", "select 1 as one, id")],
    "new model": [write("models/marts/extra.sql", "select * from {{ ref('stg_paid') }}")],
    "macro called by a macro": [edit("macros/cents.sql", "100", "101")],
    "macro removed": [edit("macros/cents.sql", "{% macro hundred() %}100{% endmacro %}", ""), edit("macros/cents.sql", "hundred()", "100")],
    "config in project": [edit("dbt_project.yml", "+materialized: table", "+materialized: view")],
    "tags only": [edit("dbt_project.yml", "[staging, nightly]", "[staging, hourly]")],
    "schema config": [edit("dbt_project.yml", "+schema: finance", "+schema: money")],
    "description, persisted": [edit("models/marts/marts.yml", "description: All customers", "description: Everyone")],
    "column description": [edit("models/marts/marts.yml", "description: Key", "description: Primary")],
    "seed": [write("seeds/countries.csv", "id,country\n1,z\n")],
    "snapshot config": [edit("snapshots/orders_snapshot.sql", "['amount']", "'all'")],
    "moved": [remove("models/staging/stg_empty.sql"), write("models/marts/stg_empty.sql", "select 1 as x")],
    "removed": [remove("analyses/explore.sql")],
    "source freshness": [edit("models/staging/sources.yml", "count: 1", "count: 2")],
    "source identifier": [edit("models/staging/sources.yml", "- name: orders", "- name: orders\n        identifier: o2")],
    "exposure": [edit("models/marts/marts.yml", "label: Weekly", "label: Each week")],
    "metric": [edit("models/marts/semantic.yml", "label: Total", "label: Sum")],
    "semantic model": [edit("models/marts/semantic.yml", "expr: amount", "expr: amount * 2")],
    "saved query": [edit("models/marts/semantic.yml", "export_as: table", "export_as: view")],
    "unit test": [edit("models/staging/schema.yml", "rows: [{id: 1, customer_id: 2, amount: 3}]\n    expect", "rows: [{id: 9, customer_id: 2, amount: 3}]\n    expect")],
    "test config": [edit("dbt_project.yml", "+severity: warn", "+severity: error")],
    "test argument": [edit("models/staging/schema.yml", "values: [a, b]", "values: [a, b, c]")],
    "access": [edit("models/marts/marts.yml", "access: protected", "access: public")],
    "latest version": [edit("models/marts/marts.yml", "latest_version: 2", "latest_version: 3")],
    "contract gains a column": [edit("models/marts/marts.yml", "- {name: cents, data_type: integer}", "- {name: cents, data_type: integer}\n      - {name: more, data_type: integer}"),
                                edit("models/marts/finance/fct_orders_v2.sql", "as cents", "as cents, 1 as more")],
    "contract loses a column": [edit("models/marts/marts.yml", "      - {name: cents, data_type: integer}\n", ""), edit("models/marts/finance/fct_orders_v2.sql", ", {{ cents('amount') }} as cents", "")],
    "contract type": [edit("models/marts/marts.yml", "{name: customer_id, data_type: integer}", "{name: customer_id, data_type: bigint}")],
    "function": [write("functions/add_one.sql", "x + 2")],
    "disabled": [edit("models/marts/ops/daily_ops.sql", "{{ config(", "{{ config(enabled=false, ")],
    "var": [edit("dbt_project.yml", "factor: 1.0", "factor: 2.0")],
    "test removed": [edit("models/staging/schema.yml", "          - unique\n", "")],
    "hook": [edit("models/marts/ops/daily_ops.sql", "pre_hook='select 1'", "pre_hook='select 2'")],
    "group": [edit("dbt_project.yml", "+group: finance", "+meta: {a: 1}"), edit("models/marts/semantic.yml", "group: finance, ", "")],
}
selectors = ["new", "old", "modified", "unmodified", "modified.body", "modified.configs", "modified.persisted_descriptions", "modified.relation", "modified.macros", "modified.contract", "nope"]
original = pathlib.Path(tempfile.mkdtemp()) / "original"
shutil.copytree(work, original, ignore=shutil.ignore_patterns("target", "logs"))
states = {}
for name, steps in edits.items():
    for entry in ("models", "macros", "seeds", "snapshots", "analyses", "functions"):
        shutil.rmtree(work / entry)
        shutil.copytree(original / entry, work / entry)
    shutil.copy(original / "dbt_project.yml", work / "dbt_project.yml")
    for step in steps:
        step()
    outcome, _ = invoke("--no-partial-parse", "parse")
    assert outcome.success, (name, outcome.exception)
    answers = {selector: listed("--state", str(state), "--select", f"state:{selector}", "--indirect-selection", "empty") for selector in selectors}
    states[name] = {"manifest": own_manifest(), "answers": answers}
    if name == "nothing":
        (work / "target" / "sources.json").write_text(json.dumps(after))
        results = {word: listed("--state", str(state), "--select", word, "--indirect-selection", "empty")
                   for word in ("result:error", "result:error+", "result:fail", "result:skipped", "result:success", "result:warn", "source_status:fresher", "source_status:fresher+", "result:error,state:old")}
        states[name]["results"] = results

# Only what differs from the unedited manifest is kept.
first = states["nothing"]["manifest"]
kinds = ["nodes", "sources", "macros", "exposures", "metrics", "semantic_models", "saved_queries", "unit_tests", "functions", "disabled"]
for name, entry in states.items():
    changed = entry.pop("manifest")
    entry["changes"] = {}
    for kind in kinds:
        sets = {key: value for key, value in changed[kind].items() if first[kind].get(key) != value}
        gone = [key for key in first[kind] if key not in changed[kind]]
        if sets or gone:
            entry["changes"][kind] = {"set": sets, "removed": gone}
(here / "dbt-state.json").write_text(json.dumps({"run_results": run_results, "sources": before, "current_sources": after, "states": states}))
