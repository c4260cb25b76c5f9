/** Descriptions with `doc()` → their text, and the blocks they use. Most have no template in them and stay as they are. */
import { asString, findCalls } from "@tsmodel/jinja";
import { createDocsContext } from "../../context/docs-context.ts";
import { toTsmodelError } from "../../context/to-tsmodel-error.ts";
import { findDoc } from "../../manifest/ref-lookup.ts";
import type { ContextNode } from "../../context/context-node.ts";
import type { ManifestNode } from "../../manifest/node.ts";
import { isTemplate } from "../../template/template-text.ts";
import type { ParseState } from "../parse-state.ts";
import { locateDescription } from "./locate-reference.ts";

/** Something with a description. */
interface Described {
  description?: unknown;
  doc_blocks?: string[];
  columns?: { readonly [name: string]: Described };
  arguments?: unknown;
}

export function renderDocs(state: ParseState): void {
  const { manifest } = state;
  for (const node of manifest.nodes.values()) renderNodeDocs(state, node);
  for (const source of manifest.sources.values()) {
    const renderer = new DescriptionRenderer(state, source);
    renderer.renderWithColumns(source as Described);
    source.source_description = renderer.render(source.source_description) as string;
  }
  for (const macro of manifest.macros.values()) {
    if (macro.patch_path === null) continue;
    const renderer = new DescriptionRenderer(state, macro as unknown as ContextNode);
    renderer.renderOwn(macro as Described);
    for (const argument of macro.arguments) renderer.renderOwn(argument as Described);
  }
  for (const exposure of manifest.exposures.values())
    new DescriptionRenderer(state, exposure).renderOwn(exposure as Described);
  for (const metric of manifest.metrics.values())
    new DescriptionRenderer(state, metric).renderOwn(metric as Described);
  for (const query of manifest.saved_queries.values())
    new DescriptionRenderer(state, query).renderOwn(query as Described);
  for (const model of manifest.semantic_models.values()) {
    const renderer = new DescriptionRenderer(state, model);
    for (const part of [
      model,
      ...["dimensions", "measures", "entities"].flatMap((key) => model[key] as object[]),
    ])
      renderer.renderOwn(part as Described);
  }
}

/** The same for one node. */
export function renderNodeDocs(state: ParseState, node: ManifestNode): void {
  new DescriptionRenderer(state, node).renderWithColumns(node as Described);
}

class DescriptionRenderer {
  private readonly state: ParseState;
  private readonly node: ContextNode;

  constructor(state: ParseState, node: ContextNode) {
    this.state = state;
    this.node = node;
  }

  renderWithColumns(described: Described): void {
    this.renderWithBlocks(described);
    for (const name in described.columns) this.renderWithBlocks(described.columns[name]!);
  }

  private renderWithBlocks(described: Described): void {
    const { description } = described;
    if (typeof description !== "string" || !isTemplate(description)) return;
    described.doc_blocks = this.blocksIn(description);
    this.renderOwn(described);
  }

  renderOwn(described: Described): void {
    if (described.description) described.description = this.render(described.description);
  }

  render(text: unknown): unknown {
    if (typeof text !== "string" || !isTemplate(text)) return text;
    const { state, node } = this;
    try {
      return state.environment
        .compile(text, { name: node.name })
        .render(createDocsContext(state.shared, node));
    } catch (error) {
      const wrapped = toTsmodelError(error, { shared: state.shared, node });
      const at = locateDescription(state, node, text);
      if (at.length > 0) wrapped.at = at;
      state.problems.add(wrapped);
      return text;
    }
  }

  /** Unique ids of the blocks that the text names in `doc()` calls of its own, as far as they exist. */
  private blocksIn(text: string): string[] {
    const blocks: string[] = [];
    const calls = this.state.problems.attempt(() => this.callsIn(text)) ?? [];
    for (const { path, args } of calls) {
      const names = args.map((arg) => asString(arg));
      if (
        path?.length !== 1 ||
        path[0] !== "doc" ||
        names.length < 1 ||
        names.length > 2 ||
        names.includes(undefined)
      )
        continue;
      const doc = findDoc(
        this.state.manifest,
        names.at(-1)!,
        names.length === 2 ? names[0]! : null,
        this.node.package_name,
      );
      if (doc !== undefined) blocks.push(doc.unique_id);
    }
    return blocks;
  }

  private callsIn(text: string): ReturnType<typeof findCalls> {
    try {
      return findCalls(this.state.environment.compile(text, { name: this.node.name }).ast);
    } catch (error) {
      throw toTsmodelError(error, { shared: this.state.shared, node: this.node });
    }
  }
}
