/** The index with the questions that pages ask of it. */
import { addressOf, KINDS, STATES, type Kind, type SiteIndex, type State } from "../data/site-data.ts";

export const KIND_NAMES: { readonly [kind in Kind]: readonly [one: string, many: string] } = {
  source: ["source", "sources"],
  seed: ["seed", "seeds"],
  model: ["model", "models"],
  snapshot: ["snapshot", "snapshots"],
  function: ["function", "functions"],
  exposure: ["exposure", "exposures"],
  metric: ["metric", "metrics"],
  semantic_model: ["semantic model", "semantic models"],
  saved_query: ["saved query", "saved queries"],
  analysis: ["analysis", "analyses"],
  test: ["singular test", "singular tests"],
  unit_test: ["unit test", "unit tests"],
  macro: ["macro", "macros"],
};

export class Site {
  readonly index: SiteIndex;
  private numbers: ReadonlyMap<string, number> | undefined;
  private names: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(index: SiteIndex) {
    this.index = index;
  }

  get size(): number {
    return this.index.nodes.id.length;
  }
  id(node: number): string {
    return this.index.nodes.id[node]!;
  }
  name(node: number): string {
    return this.index.nodes.name[node]!;
  }
  kind(node: number): Kind {
    return KINDS[this.index.nodes.kind[node]!]!;
  }
  href(node: number): string {
    return addressOf(this.kind(node), this.id(node));
  }
  package(node: number): string {
    return this.index.packages[this.index.nodes.package[node]!] ?? "";
  }
  folder(node: number): string {
    return this.index.folders[this.index.nodes.folder[node]!] ?? "";
  }
  path(node: number): string {
    return [this.folder(node), this.index.nodes.file[node]!].filter(Boolean).join("/");
  }
  place(node: number): string {
    return this.index.places[this.index.nodes.place[node]!] ?? "";
  }
  materialized(node: number): string {
    return this.index.words[this.index.nodes.materialized[node]!] ?? "";
  }
  group(node: number): string {
    return this.index.words[this.index.nodes.group[node]!] ?? "";
  }
  access(node: number): string {
    return this.index.words[this.index.nodes.access[node]!] ?? "";
  }
  run(node: number): State {
    return STATES[this.index.nodes.run[node]!]!;
  }
  tests(node: number): State {
    return STATES[this.index.nodes.tests[node]!]!;
  }
  /** Of its run and its tests the worse. */
  state(node: number): State {
    const [run, tests] = [this.run(node), this.tests(node)];
    return ORDER.indexOf(run) >= ORDER.indexOf(tests) ? run : tests;
  }

  find(id: string): number | undefined {
    this.numbers ??= new Map(this.index.nodes.id.map((each, at) => [each, at]));
    return this.numbers.get(id);
  }

  /** Nodes of a name as lists show it; a model's latest version by its name alone. */
  named(name: string): readonly number[] {
    if (this.names === undefined) {
      const names = new Map<string, number[]>();
      this.index.nodes.name.forEach((each, at) => {
        for (const key of new Set([each, each.replace(/\.v[^.]+$/, "")]))
          names.set(key, [...(names.get(key) ?? []), at]);
      });
      this.names = names;
    }
    return this.names.get(name) ?? [];
  }

  /** Address of what ref or source in a template names. */
  refersTo(call: "ref" | "source", names: readonly string[]): string | undefined {
    const name = call === "source" ? names.join(".") : names.at(-1)!;
    const kinds: readonly Kind[] = call === "source" ? ["source"] : ["model", "seed", "snapshot"];
    const found = this.named(name).filter((node) => kinds.includes(this.kind(node)));
    return found.length === 0 ? undefined : this.href(found.at(-1)!);
  }

  nodesOfKind(kind: Kind): number[] {
    const number = KINDS.indexOf(kind);
    return this.index.nodes.kind.flatMap((each, at) => (each === number ? [at] : []));
  }

  /** Position of the chunk that has a node's page. */
  chunkOf(node: number): number {
    const { chunkStarts } = this.index;
    let [low, high] = [0, chunkStarts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (chunkStarts[middle]! <= node) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

const ORDER: readonly State[] = ["none", "good", "skipped", "warn", "bad"];
