/** Renders a node's texts while parsing, for what they refer to; the rendered text itself is thrown away. */
import type { SourceOrigin } from "@tsmodel/jinja";
import type { ParseContext } from "../../context/parse-context.ts";
import { createParseContext } from "../../context/parse-context.ts";
import { toTsmodelError } from "../../context/to-tsmodel-error.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { CompiledNode, ParsedNode } from "../../manifest/node.ts";
import { isTemplate } from "../../template/template-text.ts";
import type { ConfigLevel } from "../config/merge-config.ts";
import type { ParseState } from "../parse-state.ts";
import { readPlainTemplate, type PlainReferences } from "./read-plain-template.ts";

/** One node's context, made when its first template is met. What was captured goes into the node at `finish`. */
export class NodeRenderer {
  private readonly state: ParseState;
  private readonly node: ParsedNode;
  private readonly origin: SourceOrigin | undefined;
  private made: ParseContext | undefined;
  private plain: PlainReferences | undefined;

  /** `origin` says where the node's own text stands in the user's file. */
  constructor(state: ParseState, node: ParsedNode, origin?: SourceOrigin) {
    this.state = state;
    this.node = node;
    this.origin = origin;
  }

  get context(): ParseContext {
    return (this.made ??= createParseContext(this.state.shared, this.node));
  }

  /** The `config()` calls so far; undefined when there were none. */
  get configCall(): ConfigLevel | undefined {
    if (this.plain !== undefined) return this.plain.config;
    return this.made?.captured.configCalled ? this.made.captured.configCall : undefined;
  }

  /** Renders the node's own text, or reads what it refers to when it is plain enough. @throws TsmodelError */
  renderText(): void {
    const { raw_code: text, name, package_name: packageName } = this.node;
    if (!isTemplate(text)) return;
    this.guard(() => {
      const template = this.state.environment.compile(text, { name, origin: this.origin });
      if (this.state.plainPackages.has(packageName)) this.plain = readPlainTemplate(template.ast);
      if (this.plain === undefined) template.render(this.context, { undefined: "capture" });
    });
  }

  /** @throws TsmodelError */
  render(text: string, name: string, origin?: SourceOrigin): void {
    if (!isTemplate(text)) return;
    this.guard(() =>
      this.state.environment.compile(text, { name, origin }).render(this.context, { undefined: "capture" }),
    );
  }

  private guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      throw toTsmodelError(error, { shared: this.state.shared, node: this.node });
    }
  }

  /** Writes what was captured into the node. @throws TsmodelError seed-dependency */
  finish(): void {
    const compiled = this.node as CompiledNode;
    if (this.plain !== undefined) {
      compiled.refs.push(...this.plain.refs);
      compiled.sources.push(...this.plain.sources);
    }
    if (this.made === undefined) return;
    const { captured } = this.made;
    const node = compiled;
    for (const id of captured.macros)
      if (!node.depends_on.macros.includes(id)) node.depends_on.macros.push(id);
    if (node.resource_type === "seed") {
      if (captured.refs.length + captured.sources.length + captured.metrics.length > 0)
        throw fail("seed-dependency", { id: node.unique_id }, { node });
      return;
    }
    node.refs.push(...captured.refs);
    node.sources.push(...captured.sources);
    node.metrics.push(...captured.metrics);
    node.functions.push(...captured.functions);
  }
}
