/** `sources:` entries → source tables and their tests. Overrides by other packages are joined in before. */
import { fail } from "../../errors/tsmodel-error.ts";
import type { JsonObject, JsonValue } from "../../manifest/json.ts";
import type { FreshnessThreshold, NodeConfig, SourceDefinition } from "../../manifest/node.ts";
import type { ConfigResolver } from "../config/resolve-config.ts";
import { listed, testsOfColumn, type DataTestParser } from "../data-tests/parse-data-tests.ts";
import { fqnPrefix } from "../nodes/create-node.ts";
import { addUnique, registerDisabled } from "../nodes/register-node.ts";
import type { ParseState } from "../parse-state.ts";
import { buildColumns, columnTags, type ColumnEntry } from "./columns.ts";
import { listOf, renameIn, type Entry } from "./prepare-entry.ts";
import { placeOf } from "./properties-file.ts";
import type { MutableEntry } from "./render-entry.ts";
import { configOf, freshnessOf, loadedAtOf } from "./source-freshness.ts";
import { sourceTags } from "./source-tags.ts";

/** One table, as its entry describes it and with what overrides it. */
export interface SourceTable {
  readonly entry: Entry;
  readonly source: MutableEntry;
  readonly table: MutableEntry;
  /** Index in the entry's `tables`. */
  readonly index: number;
}

export function parseSourceTable(state: ParseState, tests: DataTestParser, target: SourceTable): void {
  const source = state.problems.attempt(() => {
    renameTableTests(target);
    return buildSource(state, target);
  });
  if (source === undefined)
    return void state.broken.add(`${String(target.source.name)}.${String(target.table.name)}`);
  parseTests(tests, target);
  if (!source.config.enabled) return registerDisabled(state, source);
  state.problems.attempt(() => addUnique(state.manifest.sources, source, state.shared));
  state.manifest.index.addSource(source);
}

/** @throws TsmodelError */
function buildSource(state: ParseState, target: SourceTable): SourceDefinition {
  const { entry, source, table } = target;
  const { source: file, packageName } = entry.raw.file;
  const [sourceName, name] = [source.name as string, table.name as string];
  const fqn = [...fqnPrefix(packageName, file.relativePath), sourceName, name];
  const { config, unrendered } = resolveSourceConfig(state, target, fqn);
  const built: SourceDefinition = {
    database: (source.database || state.project.profile.credentials.database) as string,
    schema: (source.schema || sourceName) as string,
    name,
    resource_type: "source",
    package_name: packageName,
    path: file.originalPath,
    original_file_path: file.originalPath,
    unique_id: `source.${packageName}.${sourceName}.${name}`,
    fqn,
    source_name: sourceName,
    source_description: (source.description ?? "") as string,
    loader: (source.loader ?? "") as string,
    identifier: (table.identifier || name) as string,
    quoting: {
      database: null,
      schema: null,
      identifier: null,
      column: null,
      ...definedOf(source.quoting),
      ...definedOf(table.quoting),
    },
    loaded_at_field: config.loaded_at_field as string | null,
    loaded_at_query: config.loaded_at_query as string | null,
    freshness: config.freshness as FreshnessThreshold | null,
    external: buildExternal(table.external),
    description: (table.description ?? "") as string,
    columns: buildColumns(listOf(table.columns) as ColumnEntry[]),
    meta: config.meta as { [key: string]: unknown },
    source_meta: {
      ...(source.meta as MutableEntry | undefined),
      ...(configOf(source).meta as MutableEntry | undefined),
    },
    tags: config.tags as string[],
    config: config as NodeConfig,
    patch_path: null,
    unrendered_config: unrendered,
    relation_name: null,
    created_at: state.createdAt,
    unrendered_database: (entry.raw.value.database ?? null) as string | null,
    unrendered_schema: (entry.raw.value.schema ?? null) as string | null,
    doc_blocks: [],
  };
  warnFreshness(state, built);
  built.relation_name = renderSource(state, built);
  return built;
}

function resolveSourceConfig(
  state: ParseState,
  target: SourceTable,
  fqn: string[],
): ReturnType<ConfigResolver["resolve"]> {
  const { entry, source, table, index } = target;
  const patch: MutableEntry = { ...configOf(source), ...configOf(table) };
  const freshness = freshnessOf(source, table);
  if (freshness === undefined) delete patch.freshness;
  else patch.freshness = freshness;
  const { field, query } = loadedAtOf(source, table);
  patch.loaded_at_field = field;
  patch.loaded_at_query = query;
  const own = (level: MutableEntry): MutableEntry => ({
    ...(level.meta as MutableEntry | undefined),
    ...(configOf(level).meta as MutableEntry | undefined),
  });
  patch.meta = { ...own(source), ...own(table) };
  patch.tags = sourceTags(state, [source, table], () => placeOf(entry.raw, ["tables", index]));
  const resolved = state.configs.resolve({
    resourceType: "source",
    packageName: entry.raw.file.packageName,
    fqn,
    patch,
  });
  return { config: { ...resolved.config }, unrendered: resolved.unrendered };
}

function definedOf(quoting: unknown): { [key: string]: boolean } {
  return Object.fromEntries(
    Object.entries((quoting ?? {}) as { [key: string]: boolean | null }).filter(
      ([, value]) => value !== null,
    ),
  ) as { [key: string]: boolean };
}

function buildExternal(external: unknown): JsonObject | null {
  if (external === undefined || external === null) return null;
  const written = external as { readonly [key: string]: JsonValue };
  return {
    location: null,
    file_format: null,
    row_format: null,
    tbl_properties: null,
    partitions: null,
    ...written,
  };
}

/** Without a column to look at, freshness has to come from the database's own records. */
function warnFreshness(state: ParseState, source: SourceDefinition): void {
  const { freshness } = source;
  const isSet = [freshness?.warn_after, freshness?.error_after].some((time) => time?.count && time.period);
  if (!isSet || source.loaded_at_field || source.loaded_at_query) return;
  if (state.project.profile.plugin.capabilities.tableLastModifiedMetadata === true) return;
  state.warnings.add(
    "FreshnessConfigProblem",
    fail("source-freshness-metadata", { source: `${source.source_name}.${source.name}` }),
  );
}

function renderSource(state: ParseState, source: SourceDefinition): string {
  const external = state.project.profile.plugin.dialect.sourceLocation?.(source) ?? null;
  return state.shared.relationClass.createFrom(source, state.project.root.quoting, { external }).render();
}

function renameTableTests({ entry, table, index }: SourceTable): void {
  const path = ["tables", index];
  renameIn(entry, table, path);
  for (const [column, value] of listOf(table.columns).entries())
    renameIn(entry, value, [...path, "columns", column]);
}

/** Tests of the table, then of its columns. */
function parseTests(parser: DataTestParser, { entry, source, table, index }: SourceTable): void {
  const { raw } = entry;
  const path = ["tables", index];
  const written = [
    ...listed(table.data_tests, null, [...path, "data_tests"]),
    ...listOf(table.columns).flatMap((column, at) =>
      testsOfColumn(column as ColumnEntry, [...path, "columns", at]),
    ),
  ];
  const quoting =
    (table.quoting as MutableEntry | undefined)?.column ??
    (source.quoting as MutableEntry | undefined)?.column;
  for (const test of written) {
    const tags = [
      ...listText(source.tags),
      ...listText(table.tags),
      ...(test.column === null ? [] : columnTags(test.column)),
    ];
    parser.parse(test, {
      target: { type: "source", source: source.name as string, table: table.name as string },
      packageName: raw.file.packageName,
      originalPath: raw.file.source.originalPath,
      tags,
      quoteColumns: quoting === true,
      fileKeyName: `sources.${String(source.name)}`,
      locate: (inside = []) => placeOf(raw, [...test.path, ...inside]),
    });
  }
}

function listText(value: unknown): string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}
