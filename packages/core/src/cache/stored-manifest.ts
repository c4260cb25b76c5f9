/** A cache file → the manifest, its graph and its text, each made when it is asked for. */
import { graphOfNumbers, type Graph } from "../graph/build-graph.ts";
import type { ManifestText } from "../artifacts/manifest-file.ts";
import type { FileSystem } from "../effects.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { DisableableResource, NameIndex } from "../manifest/name-index.ts";
import type { ManifestNode } from "../manifest/node.ts";
import type { OpenCache } from "./cache-file.ts";
import type { StoredColumns } from "./encode-manifest.ts";
import { applyRows, type EditedRow } from "./edited-rows.ts";
import { LazyResource } from "./lazy-resource.ts";
import { fillNames, type NameTables } from "./name-index-table.ts";
import { GRAPH_MAPS, MAPS } from "./resource-columns.ts";
import { StoredText } from "./stored-text.ts";

export interface StoredManifest {
  readonly manifest: Manifest;
  readonly graph: Graph;
  readonly text: ManifestText;
  readonly columns: StoredColumns;
  /** All resources in the order of the columns. */
  readonly resources: readonly LazyResource[];
  /** Texts of those that the body holds as they were before, by position. */
  readonly edited: ReadonlyMap<number, string>;
  /** Puts nodes in the place of others of the same id. The graph has to be as it was, or not be asked for any more. */
  replace(rows: readonly EditedRow[]): void;
}

export interface OpenOptions {
  readonly files: FileSystem;
  /** Whether the command leaves the manifest as it is, whatever it looks into. */
  readonly readsOnly: boolean;
  /** What was parsed again since the cache was written. */
  readonly edits?: readonly EditedRow[];
}

/** `frame` is a manifest with everything but resources: they are put into it. undefined when the file is damaged. */
export function openStoredManifest(
  cache: OpenCache,
  frame: Manifest,
  { files, readsOnly, edits = [] }: OpenOptions,
): StoredManifest | undefined {
  const columnsText = cache.section("columns");
  const namesText = cache.section("names");
  if (columnsText === undefined || namesText === undefined) return undefined;
  const columns = JSON.parse(columnsText) as StoredColumns;
  const edited = new Map<number, string>();
  const textOf = createTextReader(cache, columns);
  const source = { columns, textOf: (position: number) => edited.get(position) ?? textOf(position) };
  applyRows(columns, edits);
  for (const { position, text } of edits) edited.set(position, text);
  const resources = columns.ids.map((_, position) => new LazyResource(source, position));
  const disabled = fillMaps(frame, columns, resources);
  const manifest = withLazyNames(frame, () => JSON.parse(namesText) as NameTables, disabled);
  let graph: Graph | undefined;
  return {
    manifest,
    columns,
    resources,
    edited,
    get graph() {
      const vertices = columns.counts.slice(0, GRAPH_MAPS).reduce((sum, count) => sum + count, 0);
      return (graph ??= graphOfNumbers(columns.ids.slice(0, vertices), columns.parents.slice(0, vertices)));
    },
    text: new StoredText({ cache, manifest, columns, resources, edited, files, readsOnly }),
    replace(rows) {
      applyRows(columns, rows);
      for (const { position, text } of rows) {
        edited.set(position, text);
        const resource = (resources[position] = new LazyResource(source, position));
        frame.nodes.set(columns.ids[position]!, resource.proxy as unknown as ManifestNode);
      }
    },
  };
}

/** Reads the body in one piece when much of it is wanted: of a small one, some. */
function createTextReader(cache: OpenCache, { start, length }: StoredColumns): (position: number) => string {
  let whole: Buffer | undefined;
  let reads = 0;
  const much = cache.bodyLength <= SMALL ? SOME : MANY;
  return (position) => {
    const [from, size] = [start[position]!, length[position]!];
    if (whole === undefined && ++reads > much)
      whole = bufferOf(cache.body(0, cache.bodyLength));
    if (whole !== undefined) return whole.toString("utf8", from, from + size);
    return bufferOf(cache.body(from, size)).toString("utf8");
  };
}

const SMALL = 1 << 24;
const SOME = 100;
const MANY = 1000;
const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Gives the disabled resources. */
function fillMaps(
  frame: Manifest,
  { counts, ids }: StoredColumns,
  resources: readonly LazyResource[],
): DisableableResource[] {
  let position = 0;
  for (const [order, name] of MAPS.entries()) {
    const map = frame[name] as Map<string, unknown>;
    for (const end = position + counts[order]!; position < end; position++)
      map.set(ids[position]!, resources[position]!.proxy);
  }
  const disabled = resources.slice(position).map(({ proxy }) => proxy as unknown as DisableableResource);
  for (const resource of disabled) {
    const known = frame.disabled.get(resource.unique_id);
    if (known === undefined) frame.disabled.set(resource.unique_id, [resource]);
    else known.push(resource);
  }
  return disabled;
}

function withLazyNames(
  frame: Manifest,
  load: () => NameTables,
  disabled: readonly DisableableResource[],
): Manifest {
  const { index } = frame;
  let filled: NameIndex | undefined;
  return Object.defineProperty({ ...frame }, "index", {
    enumerable: true,
    get() {
      if (filled === undefined) fillNames((filled = index), load(), disabled);
      return filled;
    },
  });
}
