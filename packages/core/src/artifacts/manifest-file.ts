/** target/manifest.json, schema v12: written resource by resource, read back for `--state`. */
import type { Effects } from "../effects.ts";
import { emptyManifest } from "../manifest/manifest.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { AnyResource } from "../manifest/node.ts";
import type { Project } from "../project/project.ts";
import { md5 } from "../util/hash.ts";
import { isoMicroseconds } from "../util/iso-microseconds.ts";
import { artifactMetadata, artifactPath, parseArtifact } from "./artifact-metadata.ts";
import type { ArtifactScope } from "./artifact-metadata.ts";
import { jsonText } from "./json-text.ts";
import { edgeMaps, groupMap } from "./manifest-maps.ts";
import { ResourceWriter } from "./resource-text.ts";
import { upgradeManifest } from "./upgrade-manifest.ts";

export interface ManifestScope extends ArtifactScope {
  readonly manifest: Manifest;
  /** Where most of the text is known already. */
  readonly text?: ManifestText;
}

/** The text of a manifest as an earlier command wrote it. */
export interface ManifestText {
  /** Writes manifest.json with what has changed since; false when that cannot be done. `head` goes before the body. */
  write(path: string, head: string): boolean;
}

/** Writes target/manifest.json, unless the flag write_json is off. */
export function writeManifest(scope: ManifestScope, effects: Effects): void {
  if (scope.project.flags["write_json"] === false) return;
  const path = artifactPath(scope.project, "manifest.json");
  if (scope.text?.write(path, renderHead(scope, effects)) === true) return;
  const chunks = renderManifest(scope, effects);
  if (effects.files.writeChunks) effects.files.writeChunks(path, chunks);
  else effects.files.writeText(path, [...chunks].join(""));
}

/** The file's text in pieces of one resource each, so that it never has to be in memory as a whole. */
export function* renderManifest(scope: ManifestScope, effects: Effects): Generator<string> {
  yield renderHead(scope, effects);
  yield* renderBody(scope.manifest);
}

/** The file's beginning: what says when and by whom it was written. */
function renderHead(scope: ManifestScope, effects: Effects): string {
  return `{"metadata": ${jsonText(manifestMetadata(scope, effects))}`;
}

/** Told right before a piece of text: that of a resource, or of the edges. */
export type NotePlace = (of: AnyResource | "edges") => void;

/** Everything after the metadata. */
export function* renderBody(manifest: Manifest, note?: NotePlace): Generator<string> {
  const writer = new ResourceWriter();
  for (const kind of ["nodes", "sources", "macros", "docs", "exposures", "metrics", "groups"] as const)
    yield* renderMap(kind, manifest[kind], writer, note);
  yield `, "selectors": ${jsonText(Object.fromEntries(manifest.selectors))}`;
  yield* renderDisabled(manifest, writer, note);
  const edges = renderEdges(edgeMaps(manifest));
  note?.("edges");
  yield edges;
  yield `, "group_map": ${jsonText(groupMap(manifest))}`;
  for (const kind of ["saved_queries", "semantic_models", "unit_tests", "functions"] as const)
    yield* renderMap(kind, manifest[kind], writer, note);
  yield "}";
}

export function renderEdges({ parents, children }: ReturnType<typeof edgeMaps>): string {
  return `, "parent_map": ${jsonText(parents)}, "child_map": ${jsonText(children)}`;
}

export function renderResource(resource: AnyResource): string {
  return new ResourceWriter().text(resource);
}

function* renderMap(
  name: string,
  resources: ReadonlyMap<string, AnyResource>,
  writer: ResourceWriter,
  note?: NotePlace,
): Generator<string> {
  yield `, ${JSON.stringify(name)}: {`;
  let separator = "";
  for (const [id, resource] of resources) {
    yield `${separator}${JSON.stringify(id)}: `;
    const text = writer.text(resource);
    note?.(resource);
    yield text;
    separator = ", ";
  }
  yield "}";
}

function* renderDisabled(manifest: Manifest, writer: ResourceWriter, note?: NotePlace): Generator<string> {
  yield ', "disabled": {';
  let separator = "";
  for (const [id, resources] of manifest.disabled) {
    yield `${separator}${JSON.stringify(id)}: [`;
    for (const [index, resource] of resources.entries()) {
      if (index > 0) yield ", ";
      const text = writer.text(resource);
      note?.(resource);
      yield text;
    }
    yield "]";
    separator = ", ";
  }
  yield "}";
}

function manifestMetadata(scope: ManifestScope, effects: Effects): object {
  const { project, invocation } = scope;
  return {
    ...artifactMetadata("manifest/v12", scope, effects),
    project_name: project.root.name,
    project_id: md5(project.root.name),
    user_id: null,
    send_anonymous_usage_stats: false,
    adapter_type: project.profile.credentials.type,
    quoting: quotingOf(project),
    run_started_at: isoMicroseconds(invocation.startedAt).replace("Z", "+00:00"),
  };
}

function quotingOf(project: Project): object {
  const defaults = project.profile.plugin.dialect.defaultQuoting;
  const { database, schema, identifier } = project.root.quoting;
  return {
    database: database ?? defaults.database,
    schema: schema ?? defaults.schema,
    identifier: identifier ?? defaults.identifier,
    column: null,
  };
}

/** What the file says of its project, for those who read it without one. */
export interface ManifestFile {
  readonly manifest: Manifest;
  readonly metadata: { readonly [key: string]: unknown };
}

const mapNames = [
  "nodes",
  "sources",
  "macros",
  "docs",
  "exposures",
  "groups",
  "metrics",
  "semantic_models",
  "saved_queries",
  "unit_tests",
  "functions",
  "disabled",
  "selectors",
] as const;

/** Reads a manifest.json of any dbt version from 1.0 on. `file` is shown in errors. @throws TsmodelError artifact-unreadable, artifact-version */
export function readManifest(text: string, file: string): ManifestFile {
  const data = upgradeManifest(parseArtifact(text, file, "manifest", [4, 5, 6, 7, 8, 9, 10, 11, 12]));
  const manifest = emptyManifest();
  for (const name of mapNames) {
    const target = manifest[name] as Map<string, unknown>;
    for (const [id, resource] of Object.entries((data[name] ?? {}) as { [id: string]: unknown }))
      target.set(id, resource);
  }
  return { manifest, metadata: (data["metadata"] ?? {}) as { [key: string]: unknown } };
}
