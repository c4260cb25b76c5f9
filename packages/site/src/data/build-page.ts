/** One resource → what its page shows. */
import { isObject, listOf, objectOf, textOf, textsOf, type Json, type Resource } from "../artifacts/artifacts.ts";
import { yamlOfSet, yamlText } from "../artifacts/yaml-text.ts";
import { catalogTable } from "./collect-columns.ts";
import type { SiteFacts } from "./site-facts.ts";
import { collectFreshness } from "./collect-freshness.ts";
import { constraintsOf, descriptionOf, tagsOf } from "./shown-resources.ts";
import type { Page } from "./site-data.ts";

export function buildPage(resource: Resource, at: number, facts: SiteFacts): Page {
  const { runs, tests, shown } = facts;
  const id = resource.unique_id;
  const table = catalogTable(facts.artifacts, id);
  const config = objectOf(resource["config"]);
  const last = runs.last.get(id);
  const isMacro = resource.resource_type === "macro";
  return {
    at,
    description: descriptionOf(resource),
    relation: textOf(resource["relation_name"]) || null,
    path: textOf(resource["original_file_path"]),
    patch: textOf(resource["patch_path"]).replace(/^[^:]*:\/\//, "") || null,
    language: textOf(resource["language"]) === "python" ? "python" : "sql",
    code: (isMacro ? textOf(resource["macro_sql"]) : textOf(resource["raw_code"])) || null,
    compiled: textOf(resource["compiled_code"]) || null,
    columns: facts.columns[at]!,
    tests: (tests.get(id) ?? []).map(({ id: _, otherId: __, field: ___, kind: ____, ...test }) => test),
    parents: facts.parents[at]!,
    children: facts.children[at]!,
    macros: textsOf(objectOf(resource["depends_on"])["macros"]).flatMap((macro) => shown.number.get(macro) ?? []),
    tags: tagsOf(resource),
    facts: factsOf(resource, config),
    owner: ownerOf(resource, facts),
    meta: yamlOfSet({ ...objectOf(config["meta"]), ...objectOf(resource["meta"]) }),
    config: configText(config),
    constraints: constraintsOf(resource),
    rows: last?.rows ?? catalogRows(table),
    stats: statsOf(table),
    runs: runs.points.get(id) ?? [],
    message: last !== undefined && last.state > 1 ? last.message : null,
    freshness: resource.resource_type === "source" ? collectFreshness(resource, facts.artifacts) : null,
    arguments: listOf(resource["arguments"])
      .filter(isObject)
      .map((each) => [textOf(each["name"]), textOf(each["type"]) || textOf(each["data_type"]), textOf(each["description"])]),
    texts: textsFor(resource),
    url: /^https?:\/\//i.test(textOf(resource["url"])) ? textOf(resource["url"]) : null,
    deprecated: textOf(resource["deprecation_date"]) || null,
  };
}

function factsOf(resource: Resource, config: Json): (readonly [string, string])[] {
  const contract = objectOf(resource["contract"] ?? config["contract"]);
  const version = textOf(resource["version"]);
  const latest = textOf(resource["latest_version"]);
  const facts: (readonly [string, string])[] = [
    ["Materialized", resource.resource_type === "model" || resource.resource_type === "function" ? textOf(config["materialized"]) : ""],
    ["Strategy", textOf(config["incremental_strategy"]) || textOf(config["strategy"])],
    ["Unique key", flat(config["unique_key"])],
    ["Access", resource.resource_type === "model" ? textOf(resource["access"]) : ""],
    ["Group", textOf(resource["group"]) || textOf(config["group"])],
    ["Version", version === "" ? "" : version === latest ? `${version} (latest)` : `${version} of ${latest}`],
    ["Contract", contract["enforced"] === true ? "enforced" : ""],
    ["Type", textOf(resource["type"])],
    ["Maturity", textOf(resource["maturity"])],
    ["Label", resource.resource_type === "exposure" ? "" : textOf(resource["label"])],
    ["Loader", textOf(resource["loader"])],
    ["Loaded at", textOf(resource["loaded_at_field"]) || textOf(resource["loaded_at_query"])],
    ["Returns", textOf(objectOf(resource["returns"])["data_type"])],
    ["Severity", resource.resource_type === "test" ? textOf(config["severity"]).toLowerCase() : ""],
  ];
  return facts.filter(([, value]) => value !== "");
}

const flat = (value: unknown): string => (Array.isArray(value) ? textsOf(value).join(", ") : textOf(value));

/** The resource's own owner, its group's, or what its meta says. */
function ownerOf(resource: Resource, { artifacts }: SiteFacts): Page["owner"] {
  const config = objectOf(resource["config"]);
  const group = textOf(resource["group"]) || textOf(config["group"]);
  const ofGroup = Object.values(objectOf(artifacts.manifest["groups"])).find((each) => group !== "" && objectOf(each)["name"] === group);
  const meta = { ...objectOf(config["meta"]), ...objectOf(resource["meta"]) };
  const found = resource["owner"] ?? objectOf(ofGroup)["owner"] ?? meta["owner"];
  if (typeof found === "string") return found.includes("@") ? { name: "", email: found } : { name: found, email: "" };
  const { name, email } = objectOf(found);
  const owner = { name: textOf(name), email: flat(email) };
  return owner.name === "" && owner.email === "" ? null : owner;
}

/** What stands in other places of the page, or is as dbt has it anyway. */
const SHOWN_ELSEWHERE = ["enabled", "tags", "meta", "docs", "group", "access", "contract", "materialized", "unique_key", "incremental_strategy", "strategy", "description", "event_time_start"];

function configText(config: Json): string {
  const rest = Object.entries(config).filter(
    ([key, value]) =>
      !SHOWN_ELSEWHERE.includes(key) &&
      !(key === "on_schema_change" && value === "ignore") &&
      !(key === "on_configuration_change" && value === "apply") &&
      !(key === "lookback" && value === 1),
  );
  return yamlOfSet(Object.fromEntries(rest));
}

function catalogRows(table: Json | undefined): number | null {
  for (const [id, stat] of Object.entries(objectOf(table?.["stats"]))) {
    if (!/^(num_rows|row_count|rows)$/i.test(id)) continue;
    const value = Number(objectOf(stat)["value"]);
    if (Number.isFinite(value)) return value;
  }
  return null;
}

function statsOf(table: Json | undefined): (readonly [string, string])[] {
  if (table === undefined) return [];
  const { type, owner, comment } = objectOf(table["metadata"]);
  const stats = Object.values(objectOf(table["stats"]))
    .map(objectOf)
    .filter((stat) => stat["include"] === true)
    .map((stat) => [textOf(stat["label"]), textOf(stat["value"])] as const);
  return [["In the database", textOf(type).toLowerCase()], ["Relation's owner", textOf(owner)], ["Comment", textOf(comment)], ...stats].filter(
    ([, value]) => value !== "",
  ) as (readonly [string, string])[];
}

/** Definitions that are neither SQL nor columns. */
function textsFor(resource: Resource): (readonly [string, string])[] {
  const block = (name: string, value: unknown): (readonly [string, string])[] => {
    const text = isObject(value) ? yamlOfSet(value) : typeof value === "string" ? value : value === null || value === undefined ? "" : yamlText(value);
    return text === "" || text === "[]" ? [] : [[name, text]];
  };
  switch (resource.resource_type) {
    case "unit_test":
      return [
        ...listOf(resource["given"]).flatMap((each) => block(`Given ${textOf(objectOf(each)["input"])}`, rowsText(objectOf(each)))),
        ...block("Expects", rowsText(objectOf(resource["expect"]))),
        ...block("Overrides", resource["overrides"]),
      ];
    case "metric":
      return [...block("Definition", resource["type_params"]), ...block("Filter", resource["filter"])];
    case "semantic_model":
      return (["entities", "dimensions", "measures", "defaults"] as const).flatMap((key) =>
        block(key[0]!.toUpperCase() + key.slice(1), clean(resource[key])),
      );
    case "saved_query":
      return [...block("Query", clean(resource["query_params"])), ...block("Exports", clean(resource["exports"]))];
    case "source":
      return block("External", clean(resource["external"]));
    default:
      return [];
  }
}

function rowsText({ rows, fixture, format }: Json): string {
  if (typeof rows === "string") return rows.trim();
  if (Array.isArray(rows) && rows.length > 0) return yamlText(rows);
  return textOf(fixture) !== "" ? `fixture ${textOf(fixture)}` : `no rows${textOf(format) === "" ? "" : ` (${textOf(format)})`}`;
}

/** Without what is null, everywhere. */
function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, each]) => (each === null ? [] : [[key, clean(each)]])));
}
