/** `saved_queries:` entries. */
import { fail } from "../../errors/tsmodel-error.ts";
import type { NodeConfig, SemanticResource } from "../../manifest/node.ts";
import { findNearestName } from "../../util/nearest-name.ts";
import type { ConfigValues } from "../config/merge-config.ts";
import { fqnOf } from "../nodes/create-node.ts";
import { addUnique, registerDisabled } from "../nodes/register-node.ts";
import type { ParseState } from "../parse-state.ts";
import { strOf } from "../python-text.ts";
import { buildFilter } from "./metrics.ts";
import { listOf, type Entry } from "./prepare-entry.ts";
import { placeOf } from "./properties-file.ts";
import type { MutableEntry } from "./render-entry.ts";

/** @throws TsmodelError */
export function parseSavedQuery(state: ParseState, entry: Entry): void {
  const { value } = entry;
  const { source, packageName } = entry.raw.file;
  const fqn = fqnOf(packageName, source.relativePath, entry.name);
  const { config, unrendered } = state.configs.resolve({
    resourceType: "saved_query",
    packageName,
    fqn,
    patch: (value.config ?? {}) as MutableEntry,
  });
  const params = value.query_params as MutableEntry;
  const query: SemanticResource = {
    name: entry.name,
    resource_type: "saved_query",
    package_name: packageName,
    path: source.relativePath,
    original_file_path: source.originalPath,
    unique_id: `saved_query.${packageName}.${entry.name}`,
    fqn,
    query_params: {
      metrics: params.metrics ?? [],
      group_by: params.group_by ?? [],
      where: buildFilter(params.where),
      order_by: params.order_by ?? [],
      limit: params.limit ?? null,
    },
    exports: listOf(value.exports).map((written, index) => buildExport(state, entry, config, written, index)),
    description: value.description ?? null,
    label: value.label ?? null,
    metadata: null,
    config: { ...config } as unknown as NodeConfig,
    unrendered_config: unrendered,
    group: config.group ?? null,
    depends_on: { macros: [], nodes: [] },
    created_at: state.createdAt,
    refs: [],
    tags: [...new Set([...textsOf(value.tags), ...textsOf(config.tags)])].sort(),
  };
  if (!query.config.enabled) return registerDisabled(state, query);
  addUnique(state.manifest.saved_queries, query);
  state.manifest.index.addSemantic(query);
}

function textsOf(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return typeof value === "string" ? [value] : (value as string[]);
}

const DESTINATIONS: readonly string[] = ["table", "view", "cache"];

/** An export's configuration over the query's; where it goes is named like a node's relation. */
function buildExport(
  state: ParseState,
  entry: Entry,
  config: ConfigValues,
  written: MutableEntry,
  index: number,
): MutableEntry {
  const own = (written.config ?? {}) as MutableEntry;
  const combined: MutableEntry = { ...config, ...own };
  const exportAs = strOf(combined.export_as);
  if (!DESTINATIONS.includes(exportAs)) {
    const place = { at: [placeOf(entry.raw, ["exports", index, "config"])] };
    throw fail(
      "config-value",
      {
        key: "export_as",
        expected: `one of ${DESTINATIONS.join(", ")}`,
        got: exportAs,
        nearest: findNearestName(exportAs, DESTINATIONS),
      },
      place,
    );
  }
  const schemaName = (combined.schema_name ?? combined.schema ?? null) as string | null;
  const [alias, database] = [
    (combined.alias ?? null) as string | null,
    (combined.database ?? null) as string | null,
  ];
  const target: {
    [key: string]: unknown;
    database?: string | null;
    schema?: string | null;
    alias?: string | null;
  } = { name: written.name };
  state.relationNames.name(target, { schema: null, alias, database });
  return {
    name: written.name,
    config: {
      export_as: exportAs,
      schema_name: schemaName || (target.schema ?? null),
      alias: alias || (target.alias ?? null),
      database: target.database || database,
    },
    unrendered_config: own,
  };
}
