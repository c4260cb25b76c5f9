/**
 * What a node's result depends on in the project's files, as one hash a node: its text, configuration, place, the
 * macros it reaches, the variables these name, and ephemeral models it is built from. Two manifests with equal
 * fingerprints build equal nodes from equal inputs.
 */
import type { JsonObject } from "../manifest/json.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { ManifestNode, SourceDefinition, UnitTestDefinition } from "../manifest/node.ts";
import { md5 } from "../util/hash.ts";

/** Hash by unique id, for nodes, sources and unit tests. */
export type Fingerprints = ReadonlyMap<string, string>;

/** `ids`: nodes; all nodes, sources and unit tests when absent. */
export function fingerprintNodes(manifest: Manifest, vars: JsonObject, ids?: Iterable<string>): Fingerprints {
  const fingerprinter = new Fingerprinter(manifest, vars);
  return ids === undefined ? fingerprinter.all() : fingerprinter.some(ids);
}

const VAR_CALL = /\bvar\s*\(\s*(?:(['"])(.*?)\1)?/g;

class Fingerprinter {
  private readonly manifest: Manifest;
  private readonly vars: JsonObject;
  private readonly macros = new Map<string, string>();
  private readonly done = new Map<string, string>();

  constructor(manifest: Manifest, vars: JsonObject) {
    this.manifest = manifest;
    this.vars = vars;
  }

  all(): Fingerprints {
    for (const node of this.manifest.nodes.values()) this.ofNode(node);
    for (const source of this.manifest.sources.values()) this.done.set(source.unique_id, this.ofSource(source));
    for (const test of this.manifest.unit_tests.values()) this.done.set(test.unique_id, this.ofUnitTest(test));
    return this.done;
  }

  some(ids: Iterable<string>): Fingerprints {
    const found = new Map<string, string>();
    for (const id of ids) {
      const node = this.manifest.nodes.get(id);
      if (node !== undefined) found.set(id, this.ofNode(node));
    }
    return found;
  }

  private ofNode(node: ManifestNode): string {
    const known = this.done.get(node.unique_id);
    if (known !== undefined) return known;
    this.done.set(node.unique_id, "");
    const dependsOn = node.depends_on;
    const hash = this.hash([
      node.raw_code,
      node.checksum.checksum,
      node.config,
      node.relation_name,
      "contract" in node ? node.contract.checksum : null,
      "test_metadata" in node ? node.test_metadata : null,
      this.usedVars(node.raw_code),
      dependsOn.macros.map((id) => this.ofMacro(id)),
      (dependsOn.nodes ?? []).map((id) => this.ofInput(id)),
    ]);
    this.done.set(node.unique_id, hash);
    return hash;
  }

  /** A parent counts by its name; an ephemeral one is part of the SQL, a source's place is printed into it. */
  private ofInput(id: string): string {
    const node = this.manifest.nodes.get(id);
    if (node?.config.materialized === "ephemeral") return this.ofNode(node);
    const source = this.manifest.sources.get(id);
    return source ? this.ofSource(source) : `${id} ${node?.relation_name ?? ""}`;
  }

  private ofSource(source: SourceDefinition): string {
    return this.hash([source.relation_name, source.external, source.config, source.source_meta, source.meta]);
  }

  private ofUnitTest(test: UnitTestDefinition): string {
    return this.hash([test.given, test.expect, test.overrides, test.config, test.model]);
  }

  private ofMacro(id: string): string {
    const known = this.macros.get(id);
    if (known !== undefined) return known;
    const macro = this.manifest.macros.get(id);
    // Set before going down: recursive macros end here.
    this.macros.set(id, id);
    const hash = macro ? this.hash([macro.macro_sql, this.usedVars(macro.macro_sql), macro.depends_on.macros.map((each) => this.ofMacro(each))]) : id;
    this.macros.set(id, hash);
    return hash;
  }

  /** Values of the variables a text names; of all, when one name is computed. */
  private usedVars(text: string): unknown {
    if (!text.includes("var")) return null;
    const used: { [name: string]: unknown } = {};
    for (const [, quote, name] of text.matchAll(VAR_CALL)) {
      if (quote === undefined) return this.vars;
      used[name!] = this.vars[name!] ?? null;
    }
    return used;
  }

  private hash(parts: unknown): string {
    return md5(JSON.stringify(parts));
  }
}
