/** Columns of a relation: those the catalog found in their order, then those only the YAML knows. */
import { objectOf, textOf, textsOf, type Artifacts, type Json, type Resource } from "../artifacts/artifacts.ts";
import { yamlOfSet } from "../artifacts/yaml-text.ts";
import { constraintsOf, writtenColumns } from "./shown-resources.ts";
import type { PageColumn } from "./site-data.ts";

/** The catalog's table of a node or source. */
export function catalogTable({ catalog }: Pick<Artifacts, "catalog">, id: string): Json | undefined {
  const found = objectOf(catalog?.["nodes"])[id] ?? objectOf(catalog?.["sources"])[id];
  return found === undefined ? undefined : objectOf(found);
}

export function collectColumns(resource: Resource, table: Json | undefined): PageColumn[] {
  const written = new Map(writtenColumns(resource).map((column) => [textOf(column["name"]).toLowerCase(), column]));
  const found = Object.values(objectOf(table?.["columns"]))
    .map(objectOf)
    .sort((a, b) => Number(a["index"]) - Number(b["index"]));
  const columns: PageColumn[] = [];
  for (const column of found) {
    const key = textOf(column["name"]).toLowerCase();
    columns.push(pageColumn(textOf(column["name"]), column, written.get(key)));
    written.delete(key);
  }
  for (const column of written.values()) columns.push(pageColumn(textOf(column["name"]), undefined, column, table === undefined));
  return columns;
}

function pageColumn(name: string, found: Json | undefined, written: Json = {}, exists = found !== undefined): PageColumn {
  const config = objectOf(written["config"]);
  return {
    name,
    type: textOf(found?.["type"]) || textOf(written["data_type"]),
    description: textOf(written["description"]).trim() || textOf(found?.["comment"]).trim(),
    tags: [...new Set([...textsOf(written["tags"]), ...textsOf(config["tags"])])],
    constraints: constraintsOf(written),
    meta: yamlOfSet({ ...objectOf(config["meta"]), ...objectOf(written["meta"]) }),
    exists,
  };
}
