/** Which resources have a page, in the order of their numbers, and how they are called. */
import { listOf, objectOf, resourcesOf, textOf, textsOf, type Json, type Resource } from "../artifacts/artifacts.ts";
import { KINDS, type Kind } from "./site-data.ts";

export interface Shown {
  readonly resources: readonly Resource[];
  /** Number by unique id. */
  readonly number: ReadonlyMap<string, number>;
  /** Generic data tests: they are told of on the pages of what they test. */
  readonly genericTests: readonly Resource[];
}

const MAPS = ["nodes", "sources", "exposures", "metrics", "semantic_models", "saved_queries", "functions", "unit_tests", "macros"];

/** dbt's own macros, and what is marked `docs: {show: false}`, have no page. */
export function collectShown(manifest: Json): Shown {
  const adapter = textOf(objectOf(manifest["metadata"])["adapter_type"]);
  const builtIn = new Set(["dbt", `dbt_${adapter}`, "dbt_postgres", "dbt_spark"]);
  const project = textOf(objectOf(manifest["metadata"])["project_name"]);
  const resources: Resource[] = [];
  const genericTests: Resource[] = [];
  for (const map of MAPS) {
    for (const resource of resourcesOf(manifest, map)) {
      if (!(KINDS as readonly string[]).includes(resource.resource_type)) continue;
      if (resource.resource_type === "test" && resource["test_metadata"]) genericTests.push(resource);
      else if (map === "macros" && builtIn.has(resource.package_name) && resource.package_name !== project) continue;
      else if (objectOf(resource["docs"])["show"] !== false) resources.push(resource);
    }
  }
  resources.sort((a, b) => (a.unique_id < b.unique_id ? -1 : 1));
  return { resources, genericTests, number: new Map(resources.map(({ unique_id }, at) => [unique_id, at])) };
}

export const kindOf = ({ resource_type }: Resource): Kind => resource_type as Kind;

/** Versions as "orders.v2", tables of sources as "raw.orders". */
export function displayName(resource: Resource): string {
  if (resource.resource_type === "source") return `${textOf(resource["source_name"])}.${resource.name}`;
  const version = textOf(resource["version"]);
  return version === "" || resource.resource_type !== "model" ? resource.name : `${resource.name}.v${version}`;
}

export const parentsOf = (resource: Resource): string[] => textsOf(objectOf(resource["depends_on"])["nodes"]);

/** A description of the artifact; dbt writes "" for none. */
export const descriptionOf = (resource: Resource): string => textOf(resource["description"]).trim();

/** Of the node, and of its config where the node has none. */
export function tagsOf(resource: Resource): string[] {
  return [...new Set([...textsOf(resource["tags"]), ...textsOf(objectOf(resource["config"])["tags"])])];
}

/** Columns as the YAML has them. */
export const writtenColumns = (resource: Resource): Json[] => Object.values(objectOf(resource["columns"])).map(objectOf);

export const constraintsOf = (owner: Json): string[] =>
  listOf(owner["constraints"]).map((each) => {
    const { type, expression, to, to_columns, columns, name } = objectOf(each);
    const over = textsOf(columns);
    const target = [textOf(to), textsOf(to_columns).join(", ")].filter(Boolean).join(" ");
    return [textOf(name), textOf(type).replaceAll("_", " "), over.length > 0 ? `(${over.join(", ")})` : "", target ? `→ ${target}` : "", textOf(expression)]
      .filter(Boolean)
      .join(" ");
  });
