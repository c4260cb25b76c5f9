// Two sides' artifacts after one step → differences [{kind, at, detail, command}]. Times, ids, versions and the macros that
// come with each tool are left out; everything else counts.
import { PRINTING } from "./run-side.mjs";

const INTERNAL = new Set(["dbt", "dbt_duckdb", "dbt_postgres"]);
const RESOURCES = [
  "nodes",
  "sources",
  "macros",
  "docs",
  "exposures",
  "metrics",
  "groups",
  "selectors",
  "saved_queries",
  "semantic_models",
  "unit_tests",
  "functions",
  "disabled",
  "parent_map",
  "child_map",
  "group_map",
];
/** Fields of a kind of their own, because they tell more than "a field differs". */
const KIND_OF_FIELD = new Map([
  ["config", "configs"],
  ["unrendered_config", "configs"],
  ["refs", "references"],
  ["sources", "references"],
  ["depends_on", "references"],
]);
const LEFT_OUT = new Set(["created_at", "compiled_code"]);
const LEFT_OUT_OF_RESULTS = new Set(["timing", "thread_id", "execution_time", "compiled_code"]);
const CLOCKS_OF_FRESHNESS = new Set([
  "timing",
  "thread_id",
  "execution_time",
  "snapshotted_at",
  "max_loaded_at_time_ago_in_s",
]);

export function compareArtifacts(dbt, tsmodel) {
  const found = [];
  const add = (kind, at, detail) => found.push({ kind, at, detail, command: dbt.command });
  if (dbt.exitCode !== tsmodel.exitCode) add("exit codes", dbt.command, show(dbt.exitCode, tsmodel.exitCode));
  for (const name of new Set([...Object.keys(dbt.artifacts), ...Object.keys(tsmodel.artifacts)])) {
    const [left, right] = [dbt.artifacts[name], tsmodel.artifacts[name]];
    if (left === undefined || right === undefined)
      add("artifacts", `${name}.json`, `only ${left === undefined ? "tsmodel" : "dbt"} wrote it`);
    else COMPARE[name](left, right, add);
  }
  compareLists(dbt.files, tsmodel.files, (path, side) => add("files in target", path, `only ${side}`));
  compareOutput(dbt, tsmodel, add);
  return found;
}

const COMPARE = {
  manifest(left, right, add) {
    for (const kind of RESOURCES) compareResources(kind, left[kind] ?? {}, right[kind] ?? {}, add);
    for (const key of ["project_name", "adapter_type"])
      compareValues(left.metadata[key], right.metadata[key], `metadata / ${key}`, (at, detail) =>
        add("manifest fields", at, detail),
      );
  },
  semantic_manifest(left, right, add) {
    compareValues(left, right, "", (at, detail) => add("semantic manifest", at, detail));
  },
  run_results(left, right, add) {
    const [these, those] = [left, right].map(
      ({ results }) => new Map(results.map((result) => [result.unique_id, result])),
    );
    compareLists([...these.keys()], [...those.keys()], (id, side) => add("results", id, `only ${side}`));
    for (const [id, result] of these) {
      const other = those.get(id);
      if (other === undefined) continue;
      compareFields(result, other, LEFT_OUT_OF_RESULTS, (path, detail) =>
        add("results", `${id} / ${path}`, detail),
      );
      compareSql(id, result.compiled_code, other.compiled_code, add);
    }
  },
  catalog(left, right, add) {
    for (const kind of ["nodes", "sources", "errors"])
      compareValues(left[kind], right[kind], kind, (at, detail) => add("catalog", at, detail));
  },
  sources(left, right, add) {
    const [these, those] = [left, right].map(({ results }) =>
      Object.fromEntries(results.map((result) => [result.unique_id, result])),
    );
    for (const id of new Set([...Object.keys(these), ...Object.keys(those)]))
      compareFields(these[id] ?? {}, those[id] ?? {}, CLOCKS_OF_FRESHNESS, (path, detail) =>
        add("freshness", `${id} / ${path}`, detail),
      );
  },
};

function compareResources(kind, left, right, add) {
  const ids = (side) => Object.keys(side).filter((id) => !INTERNAL.has(id.split(".")[1]));
  compareLists(ids(left), ids(right), (id, side) =>
    add("sets of resources", `${kind} / ${id}`, `only ${side}`),
  );
  for (const id of ids(left)) {
    const [one, other] = [left[id], right[id]];
    if (other === undefined) continue;
    if (typeof one !== "object" || one === null || Array.isArray(one)) {
      compareValues(sorted(kind, one), sorted(kind, other), "", (path, detail) =>
        add(kind === "disabled" ? "manifest fields" : "references", `${kind} / ${id} / ${path}`, detail),
      );
      continue;
    }
    compareFields(withoutOrder(one), withoutOrder(other), LEFT_OUT, (path, detail) =>
      add(KIND_OF_FIELD.get(path.split(" / ")[0]) ?? "manifest fields", `${id} / ${path}`, detail),
    );
    if (kind === "nodes") compareSql(id, one.compiled_code, other.compiled_code, add);
  }
}

/** Sources of plain templates and tags of columns are sets in dbt: their order changes from run to run. */
function withoutOrder(resource) {
  const columns = Object.entries(resource.columns ?? {}).map(([name, column]) => [
    name,
    {
      ...column,
      tags: sortTexts(column.tags),
      config: { ...column.config, tags: sortTexts(column.config?.tags) },
    },
  ]);
  const ordered = {
    ...resource,
    ...(resource.columns && !Array.isArray(resource.columns) && { columns: Object.fromEntries(columns) }),
  };
  if (!Array.isArray(resource.sources)) return ordered;
  return {
    ...ordered,
    sources: sortTexts(resource.sources),
    depends_on: { ...resource.depends_on, nodes: sortTexts(resource.depends_on.nodes) },
  };
}

function sortTexts(values) {
  return values === undefined ? undefined : [...values].sort((a, b) => (String(a) < String(b) ? -1 : 1));
}

/** Maps of parents and children are sets; disabled resources lose their times. */
function sorted(kind, value) {
  if (!Array.isArray(value)) return value;
  return kind === "disabled" ? value.map((one) => ({ ...one, created_at: 0 })) : [...value].sort();
}

function compareSql(id, dbt, tsmodel, add) {
  if ((dbt ?? "") === (tsmodel ?? "")) return;
  const same = squeeze(dbt ?? "") === squeeze(tsmodel ?? "");
  add(same ? "compiled SQL, white space only" : "compiled SQL", id, `dbt:\n${dbt}\ntsmodel:\n${tsmodel}`);
}

function squeeze(sql) {
  return sql.replace(/\s+/g, " ").trim();
}

/** What a listing or an operation prints is its result. */
function compareOutput(dbt, tsmodel, add) {
  if (dbt.exitCode !== 0) return;
  const [left, right] = [dbt, tsmodel].map(printedLines);
  if (left.join("\n") !== right.join("\n"))
    add("output", dbt.command, `dbt:\n${left.join("\n")}\ntsmodel:\n${right.join("\n")}`);
}

/** Nothing for commands that print what they are doing. */
export function printedLines({ command, output }) {
  if (!PRINTING.test(command.split(" ")[0])) return [];
  const lines = output.split("\n").map((line) => line.replace(/^\d\d:\d\d:\d\d\s+/, "").trimEnd());
  return lines.filter((line) => line !== "");
}

function compareLists(left, right, add) {
  const [these, those] = [new Set(left), new Set(right)];
  for (const each of these) if (!those.has(each)) add(each, "dbt");
  for (const each of those) if (!these.has(each)) add(each, "tsmodel");
}

function compareFields(left, right, leftOut, add) {
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)]))
    if (!leftOut.has(key)) compareValues(left[key], right[key], key, add);
}

function compareValues(left, right, path, add) {
  const nested = (value) => typeof value === "object" && value !== null;
  if (!nested(left) || !nested(right) || Array.isArray(left) !== Array.isArray(right)) {
    if (!Object.is(left, right)) add(path, show(left, right));
    return;
  }
  if (Array.isArray(left) && left.length !== right.length) return add(path, show(left, right));
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)]))
    compareValues(left[key], right[key], path === "" ? key : `${path} / ${key}`, add);
}

function show(left, right) {
  return `dbt ${text(left)}, tsmodel ${text(right)}`;
}

function text(value) {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
