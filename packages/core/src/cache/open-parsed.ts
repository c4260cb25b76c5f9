/**
 * A project, parsed: from the cache when nothing that parsing looked at has changed, from the cache and the few models
 * that were edited, or from its files. dbt's partial parsing, under dbt's names of flags and events.
 */
import { join, relative, resolve, sep } from "node:path";
import { targetFolder } from "../artifacts/artifact-metadata.ts";
import type { ManifestText } from "../artifacts/manifest-file.ts";
import type { SharedContext } from "../context/shared-context.ts";
import type { Effects } from "../effects.ts";
import type { Level } from "../events/event.ts";
import { buildGraph, type Graph } from "../graph/build-graph.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { GraphNode, SqlOperationNode } from "../manifest/node.ts";
import { parseInlineNode } from "../parse/nodes/parse-inline.ts";
import type { ParseState } from "../parse/parse-state.ts";
import { createManifest, parseProject, resumeParse, type ParseInput } from "../parse/parse-project.ts";
import { openCacheFile, writeCacheFile, type CacheSections, type OpenCache } from "./cache-file.ts";
import { checkTrace, noteDates, type TraceCheck } from "./check-trace.ts";
import { editedRows, haveSameParents } from "./edited-rows.ts";
import { addEdits, areMany, readEdits, withEdits, writeEdits, type Edits } from "./edits-file.ts";
import { NotCacheable } from "./encode-value.ts";
import { encodeManifest, type EncodedManifest } from "./encode-manifest.ts";
import { mergeEdits } from "./merge-edits.ts";
import { encodeNames } from "./name-index-table.ts";
import { describeOverrides } from "./override-macros.ts";
import type { ParseOrigin } from "./parse-origin.ts";
import { emptyTrace, mergeTraces, ParseTrace, type TraceRecord } from "./parse-trace.ts";
import { compareKeys, projectKey, type ProjectKey } from "./project-key.ts";
import { reparseFiles, type Reparsed } from "./reparse-files.ts";
import { openStoredManifest, type StoredManifest } from "./stored-manifest.ts";
import { freshText } from "./stored-text.ts";
import { decodeTrace, encodeTrace } from "./trace-text.ts";

export interface OpenParsedInput extends ParseInput {
  /** Names the program that parses; without it nothing is cached. */
  readonly build?: string;
  /** For the places of errors. */
  readonly readFile: (manifest: Manifest, node: GraphNode) => string | undefined;
}

export interface Parsed {
  readonly manifest: Manifest;
  readonly graph: Graph;
  readonly shared: SharedContext;
  readonly text?: ManifestText;
  /** Files that were parsed; undefined when it was all of them. */
  readonly parsedFiles?: number;
  /** Caches that hold it; none when nothing is cached. */
  readonly origins: readonly ParseOrigin[];
  /** Parses one more text as a node, without adding it to the manifest. */
  parseInline(sql: string): SqlOperationNode;
}

export const CACHE_NAME = "partial_parse.tsmodel";

/** @throws TsmodelError or TsmodelErrors as parseProject and buildGraph do */
export function openParsed(input: OpenParsedInput): Parsed {
  const session = openSession(input);
  return session === undefined ? parseAll(input) : session.open();
}

function parseAll(input: OpenParsedInput): Parsed {
  const { manifest, shared, parseInline } = parseProject(input);
  return {
    manifest,
    shared,
    parseInline,
    origins: [],
    graph: buildGraph(manifest, (node) => input.readFile(manifest, node)),
  };
}

/** undefined where nothing can be cached, or is not to be. */
function openSession(input: OpenParsedInput): CacheSession | undefined {
  const { project, effects, build } = input;
  const { files } = effects;
  if (build === undefined || files.stamp === undefined || files.replaceBinary === undefined) return undefined;
  if (project.flags["partial_parse"] === false) {
    report(effects, "debug", "PartialParsingNotEnabled", "I028", "Partial parsing not enabled");
    return undefined;
  }
  try {
    return new CacheSession(input, projectKey(project, build));
  } catch (error) {
    if (error instanceof NotCacheable) return undefined;
    throw error;
  }
}

const report = (
  effects: Effects,
  level: Level,
  name: string,
  code: string | undefined,
  text: string,
  data?: { readonly [key: string]: unknown },
): void => effects.report({ type: "message", level, name, code, text, ...(data && { data }) });

interface Loaded {
  readonly cache: OpenCache;
  readonly edits: Edits | undefined;
  /** What the cache and its edits looked at. */
  readonly record: TraceRecord;
  readonly check: TraceCheck;
}

interface Kept {
  readonly stored: StoredManifest;
  /** The caches that hold it: a new one, and the one that it was made from. */
  readonly origins: readonly ParseOrigin[];
}

const originOf = ({ id }: OpenCache, { columns, edited }: StoredManifest): ParseOrigin => ({
  cache: id,
  edited: new Map([...edited].map(([position, text]) => [columns.ids[position]!, text])),
});

class CacheSession {
  private readonly input: OpenParsedInput;
  private readonly key: ProjectKey;
  /** Where it is written. */
  private readonly path: string;

  constructor(input: OpenParsedInput, key: ProjectKey) {
    this.input = input;
    this.key = key;
    this.path = join(targetFolder(input.project), CACHE_NAME);
  }

  open(): Parsed {
    const loaded = this.load();
    const parsed = loaded && this.openLoaded(loaded);
    if (parsed !== undefined) return parsed;
    return this.parse(loaded && this.overridesOf(loaded));
  }

  /** Of the cached project, when it is its files that are not as they were. */
  private overridesOf({ cache, edits, record, check }: Loaded): string | undefined {
    if (check.changed.length + check.added + check.deleted === 0) return undefined;
    const stored = this.openStored(cache, edits);
    return stored && describeOverrides(stored.manifest, record);
  }

  /** undefined without a cache that can be used; then the reason has been told. */
  private load(): Loaded | undefined {
    const { effects, project } = this.input;
    const given = project.flags["partial_parse_file_path"];
    const path = typeof given === "string" && given !== "" ? resolve(effects.cwd, given) : this.path;
    const cache = openCacheFile(path, effects.files);
    if (cache === undefined) return this.refuse("saved manifest not found. Starting full parse.");
    const difference = compareKeys(JSON.parse(cache.key) as ProjectKey, this.key);
    const text = difference === undefined ? cache.section("trace") : undefined;
    if (text !== undefined) {
      const edits = readEdits(cache, effects.files, project.root.root);
      const record = withEdits(decodeTrace(text, project.root.root), edits);
      return { cache, edits, record, check: checkTrace(record, effects, project.flags) };
    }
    cache.close();
    return this.refuse(difference ?? "saved manifest not found. Starting full parse.");
  }

  private refuse(reason: string): undefined {
    report(
      this.input.effects,
      "info",
      "UnableToPartialParse",
      "I024",
      `Unable to do partial parsing because ${reason}`,
      { reason },
    );
  }

  private openLoaded(loaded: Loaded): Parsed | undefined {
    const { cache, edits, record, check } = loaded;
    const { changed, added, deleted, stale } = check;
    if (stale !== undefined && added + deleted === 0) return this.refuse(stale);
    if (changed.length + added + deleted > 0) {
      const text = `Partial parsing enabled: ${deleted} files deleted, ${added} files added, ${changed.length} files changed.`;
      report(this.input.effects, "debug", "PartialParsingEnabled", "I040", text, {
        deleted,
        added,
        changed: changed.length,
      });
    }
    if (stale !== undefined) return undefined;
    const stored = this.openStored(cache, edits);
    if (stored === undefined) return undefined;
    const asked = this.input.project.flags["partial_parse_file_diff"] === false ? [] : record.volatile;
    const again = [...new Set([...changed, ...asked])];
    if (again.length > 0) {
      const done = this.attempt(() => reparseFiles(again, stored, record, this.input));
      return done && this.openEdited(loaded, stored, done);
    }
    if (check.touched.size > MANY) {
      const reads = new Map(check.touched);
      this.keep(loaded, stored, { replacements: new Map(), trace: { ...emptyTrace(), reads } });
    }
    return this.resume(stored, record, [originOf(cache, stored)]);
  }

  private openStored(cache: OpenCache, edits: Edits | undefined): StoredManifest | undefined {
    const { project, effects } = this.input;
    return openStoredManifest(cache, createManifest(project), {
      files: effects.files,
      readsOnly: this.readsOnly,
      edits: [...(edits?.rows.values() ?? [])],
    });
  }

  /** The cached manifest with other models in their places. */
  private openEdited(loaded: Loaded, stored: StoredManifest, done: Reparsed): Parsed {
    const { record, cache } = loaded;
    const { changed, touched } = loaded.check;
    this.tellFiles(changed);
    if (done.replacements.size === 0 && changed.length === 0)
      return this.resume(stored, record, [originOf(cache, stored)]);
    const reads = new Map([...touched, ...done.trace.reads]);
    const kept = this.attempt(() =>
      this.keep(loaded, stored, { ...done, trace: { ...done.trace, reads } }),
    );
    if (kept !== undefined) return this.resume(kept.stored, record, kept.origins, changed.length);
    for (const node of done.replacements.values()) stored.manifest.nodes.set(node.unique_id, node);
    return this.resume({ ...stored, graph: buildGraph(stored.manifest) }, record, [], changed.length);
  }

  /**
   * Edits beside the cache; where they change who depends on whom, or are many, a new cache with all of them in it.
   * Gives the manifest that has them; undefined when there is none, and `stored` is as it was.
   *
   * @throws NotCacheable
   */
  private keep(
    { cache, edits, record }: Loaded,
    stored: StoredManifest,
    { replacements, trace }: Reparsed,
  ): Kept | undefined {
    const { effects, project } = this.input;
    const rows = editedRows(stored.columns, replacements);
    const whole = mergeTraces(record, trace);
    const all = addEdits(edits, rows, trace, whole);
    if (cache.path === this.path && haveSameParents(stored.columns, replacements) && !areMany(all)) {
      writeEdits(cache, all, effects.files, project.root.root);
      stored.replace(rows);
      return { stored, origins: [originOf(cache, stored)] };
    }
    const merged = this.openStored(cache, all);
    if (merged === undefined) return undefined;
    const names = cache.section("names")!;
    const encoded = mergeEdits(cache, merged);
    const written = this.write(encoded.body, () => ({
      trace: encodeTrace(whole, project.root.root),
      columns: JSON.stringify(encoded.columns()),
      names,
    }));
    const current = written && this.openStored(written, undefined);
    return current && { stored: current, origins: [originOf(written!, current), originOf(cache, merged)] };
  }

  private tellFiles(paths: readonly string[]): void {
    const { root } = this.input.project;
    for (const path of paths) {
      const file_id = `${root.name}://${relative(root.root, path).split(sep).join("/")}`;
      report(
        this.input.effects,
        "debug",
        "PartialParsingFile",
        "I041",
        `Partial parsing: updated file: ${file_id}`,
        { operation: "updated", file_id },
      );
    }
  }

  /** What was said is said again; contexts are made when they are asked for. */
  private resume(
    stored: StoredManifest,
    record: TraceRecord,
    origins: readonly ParseOrigin[],
    parsedFiles = 0,
  ): Parsed {
    const { input } = this;
    const skips = "Partial parsing enabled, no changes found, skipping parsing";
    if (parsedFiles === 0) {
      report(input.effects, "debug", "Note", "Z050", "Nothing changed, skipping partial parsing.");
      report(input.effects, "debug", "PartialParsingSkipParsing", "I017", skips);
    }
    for (const event of record.events) input.effects.report(event);
    let state: ParseState | undefined;
    const observer = { enter: () => undefined, noteVolatile: () => undefined, said: record.said };
    const stateOf = (): ParseState => (state ??= resumeParse({ ...input, observer }, stored.manifest));
    return {
      manifest: stored.manifest,
      text: stored.text,
      parsedFiles,
      origins,
      get graph() {
        return stored.graph;
      },
      get shared() {
        return stateOf().shared;
      },
      parseInline: (sql) => parseInlineNode(stateOf(), sql),
    };
  }

  /** @param overrides as they were, where that is to be told */
  private parse(overrides?: string): Parsed {
    const { input } = this;
    const trace = new ParseTrace(input.effects);
    const traced = {
      ...input,
      project: trace.project(input.project),
      effects: trace.effects,
      observer: trace.observer,
    };
    const { manifest, shared, parseInline } = parseProject(traced);
    const graph = buildGraph(manifest, (node) => input.readFile(manifest, node));
    trace.stop();
    noteDates(trace.record, manifest, input.effects.now());
    if (overrides !== undefined && overrides !== describeOverrides(manifest, trace.record))
      this.refuse("change detected to override macro. Starting full parse.");
    const cache = this.save(trace, manifest, graph);
    return {
      manifest,
      graph,
      shared,
      parseInline,
      origins: cache === undefined ? [] : [{ cache: cache.id, edited: new Map() }],
      ...(cache && this.readsOnly && { text: freshText(cache, input.effects.files) }),
    };
  }

  private get readsOnly(): boolean {
    return READING.has(String(this.input.project.flags["which"]));
  }

  private save({ record, obstacle }: ParseTrace, manifest: Manifest, graph: Graph): OpenCache | undefined {
    const { effects, project } = this.input;
    if (obstacle !== undefined) {
      report(effects, "debug", "ParseNotCached", undefined, `The parsed project is not cached: ${obstacle}`);
      return undefined;
    }
    return this.attempt(() => {
      const encoded: EncodedManifest = encodeManifest(manifest, graph.ids);
      const names = JSON.stringify(encodeNames(manifest.index, [...manifest.disabled.values()].flat()));
      return this.write(encoded.body, () => ({
        trace: encodeTrace(record, project.root.root),
        columns: JSON.stringify(encoded.columns()),
        names,
      }));
    });
  }

  private write(body: Iterable<Uint8Array>, sections: () => CacheSections): OpenCache | undefined {
    const { files } = this.input.effects;
    return writeCacheFile(this.path, JSON.stringify(this.key), body, sections, files)
      ? openCacheFile(this.path, files)
      : undefined;
  }

  /** undefined for what cannot be kept. */
  private attempt<T>(step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof NotCacheable)) throw error;
      report(
        this.input.effects,
        "debug",
        "ParseNotCached",
        undefined,
        `The parsed project is not cached: ${error.message}`,
      );
      return undefined;
    }
  }
}

/** So many files that were touched are worth being noted. */
const MANY = 200;

/** Commands that leave the manifest as it was parsed. */
const READING: ReadonlySet<string> = new Set(["parse", "list"]);
