/** What the database knows about a project's relations, by unique id: the contents of catalog.json. */
import type { CatalogFile, CatalogTable } from "../artifacts/catalog-file.ts";
import { relationOf, storesFailures } from "../compile/relation-name.ts";
import type { Runtime } from "../context/runtime.ts";
import type { SharedContext } from "../context/shared-context.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { ManifestNode, SourceDefinition } from "../manifest/node.ts";
import { isEphemeral } from "../plan/plan-run.ts";
import { buildTables, placeKey } from "./catalog-tables.ts";
import { queryCatalog } from "./query-catalog.ts";

export interface CatalogInput {
  readonly runtime: Runtime;
  readonly manifest: Manifest;
  /** Unique ids of nodes and sources; undefined for all. */
  readonly selected?: ReadonlySet<string>;
}

export type Catalog = Omit<CatalogFile, "metadata">;

export const emptyCatalog: Catalog = { nodes: {}, sources: {}, errors: null };

/** @throws TsmodelError catalog-key-missing, catalog-ambiguous; a database that cannot be asked is told in `errors` */
export async function buildCatalog({ runtime, manifest, selected }: CatalogInput): Promise<Catalog> {
  const { shared } = runtime;
  const nodes = [...manifest.nodes.values()].filter((node) => hasRelation(node, shared));
  const sources = [...manifest.sources.values()];
  const everything = [...nodes, ...sources];
  const relations = (list: readonly (ManifestNode | SourceDefinition)[]): ReturnType<typeof relationOf>[] =>
    list.map((each) => relationOf(each, shared));
  const { rows, errors } = await queryCatalog(runtime, {
    all: relations(everything),
    wanted: selected && relations(everything.filter(({ unique_id }) => selected.has(unique_id))),
    usedSchemas: [...manifest.nodes.values(), ...sources].map(({ database, schema }) => [database, schema]),
  });
  for (const error of errors) {
    shared.warn({
      name: "CatalogGenerationError",
      code: "E040",
      message: `Encountered an error while generating catalog: ${error.describe()}`,
    });
  }
  const named = nameTables(buildTables(rows), nodes, sources, selected);
  return { ...named, errors: errors.length === 0 ? null : errors.map((error) => error.describe()) };
}

function hasRelation(node: ManifestNode, shared: SharedContext): boolean {
  if (node.resource_type === "test") return storesFailures(node.config, shared);
  return ["model", "seed", "snapshot"].includes(node.resource_type) && !isEphemeral(node);
}

/** Several sources may stand for one relation, and a relation may be node and source. */
function nameTables(
  tables: readonly CatalogTable[],
  nodes: readonly ManifestNode[],
  sources: readonly SourceDefinition[],
  selected: ReadonlySet<string> | undefined,
): Pick<Catalog, "nodes" | "sources"> {
  const nodeAt = new Map(
    nodes.map((node) => [placeKey(node.database, node.schema, node.alias), node.unique_id]),
  );
  const sourcesAt = new Map<string, string[]>();
  for (const { database, schema, identifier, unique_id } of sources) {
    const key = placeKey(database, schema, identifier);
    sourcesAt.set(key, [...(sourcesAt.get(key) ?? []), unique_id]);
  }
  const isWanted = (id: string): boolean => selected === undefined || selected.has(id);
  const named: { nodes: { [id: string]: CatalogTable }; sources: { [id: string]: CatalogTable } } = {
    nodes: {},
    sources: {},
  };
  for (const table of tables) {
    const { database, schema, name } = table.metadata;
    const key = placeKey(database, schema, name);
    const id = nodeAt.get(key);
    if (id !== undefined && isWanted(id)) named.nodes[id] = { ...table, unique_id: id };
    for (const source of sourcesAt.get(key) ?? []) {
      const twin = named.sources[source];
      if (twin !== undefined)
        throw fail("catalog-ambiguous", { id: source, relations: [shown(twin), shown(table)] });
      if (isWanted(source)) named.sources[source] = { ...table, unique_id: source };
    }
  }
  return named;
}

const shown = ({ metadata }: CatalogTable): string => `${metadata.schema}.${metadata.name}`;
