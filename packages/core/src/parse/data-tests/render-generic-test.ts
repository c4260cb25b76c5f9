/**
 * What a generic test depends on. dbt renders the test's arguments and its macro for that, but for not_null and unique,
 * which only need their model. The same holds for every macro that cannot refer to anything by itself: its tests are
 * read, not rendered, as long as their arguments are plain.
 */
import type { Value } from "@tsmodel/jinja";
import { PyDict, undeclaredNames } from "@tsmodel/jinja";
import { mergeConfigCall } from "../../context/merge-config-call.ts";
import { createTestParseContext, type ParseContext } from "../../context/parse-context.ts";
import { toTsmodelError } from "../../context/to-tsmodel-error.ts";
import type { MacroNode, RefArgs, TestNode } from "../../manifest/node.ts";
import { isYamlObject } from "../../project/yaml-value.ts";
import { applyConfig } from "../nodes/apply-config.ts";
import { isBareCall, isTemplate } from "../../template/template-text.ts";
import { NodeRenderer } from "../nodes/render-node.ts";
import type { ParseState } from "../parse-state.ts";
import { toTemplateValue } from "../python-text.ts";
import type { TestTarget } from "./build-generic-test.ts";
import type { TestDefinition } from "./test-definition.ts";

const READ_BY_DBT: ReadonlySet<string> = new Set(["macro.dbt.test_not_null", "macro.dbt.test_unique"]);

export class GenericTestRenderer {
  private readonly state: ParseState;
  private readonly quiet = new Map<string, boolean>();

  constructor(state: ParseState) {
    this.state = state;
  }

  /**
   * Fills depends_on.macros, refs and sources, and applies the configuration. (The first macro is found without the
   * namespace, as in dbt: it may be another package's of that name.) @throws TsmodelError
   */
  resolve(node: TestNode, definition: TestDefinition, target: TestTarget): void {
    const { registry } = this.state;
    const { name, namespace } = definition;
    const named = registry.findTestMacro(name, null, node.package_name);
    const macro = namespace === null ? named : registry.findInPackage(namespace, `test_${name}`);
    // As in dbt, the test itself fails when it runs: what it tests can be built without it.
    if (named === undefined || macro === undefined)
      return this.refer(node, definition, target, plainReferences(definition));
    node.depends_on.macros.push(named.unique_id);
    if (READ_BY_DBT.has(named.unique_id)) {
      addTarget(node, target);
      return this.apply(node, definition.config);
    }
    const references = this.isQuiet(macro) ? plainReferences(definition) : undefined;
    if (references === undefined) return this.render(node, definition, macro);
    this.refer(node, definition, target, references);
  }

  private refer(
    node: TestNode,
    definition: TestDefinition,
    target: TestTarget,
    references: References | undefined,
  ): void {
    const { registry } = this.state;
    node.refs.push(...(references?.refs ?? []));
    node.sources.push(...(references?.sources ?? []));
    addTarget(node, asWritten(target));
    const wrapper = registry.resolve("get_where_subquery", node.package_name);
    if (wrapper !== undefined && "macro" in wrapper) node.depends_on.macros.push(wrapper.macro.unique_id);
    this.apply(node, mergeCalls(definition.config, definition.config));
  }

  private apply(node: TestNode, call: { readonly [key: string]: unknown }): void {
    const words = { call: Object.keys(call).length === 0 ? undefined : call };
    try {
      applyConfig(this.state, node, words, new NodeRenderer(this.state, node));
    } catch (error) {
      throw toTsmodelError(error, { shared: this.state.shared, node });
    }
  }

  private render(node: TestNode, { config, args }: TestDefinition, macro: MacroNode): void {
    const { state } = this;
    const context = createTestParseContext(state.shared, node);
    context.set(macro.name, context.bind(macro));
    try {
      const kwargs = renderKwargs(state, { ...args, model: node.test_metadata!.kwargs.model }, context, node);
      context.set("_dbt_generic_test_kwargs", kwargs);
      state.environment.compile(node.raw_code, { name: node.name }).render(context, { undefined: "capture" });
    } catch (error) {
      throw toTsmodelError(error, { shared: state.shared, node });
    }
    const { captured } = context;
    const known = this.reachable(macro, "get_where_subquery");
    for (const id of captured.macros)
      if (id !== macro.unique_id && known.has(id) && !node.depends_on.macros.includes(id))
        node.depends_on.macros.push(id);
    node.refs.push(...captured.refs);
    node.sources.push(...captured.sources);
    node.metrics.push(...captured.metrics);
    this.apply(node, mergeCalls(config, captured.configCall));
  }

  /** Macros that can be called from a test's macro or from the wrapper of its model: the others are unknown to dbt here. */
  private reachable(macro: MacroNode, wrapper: string): ReadonlySet<string> {
    const { registry } = this.state;
    const found = new Set<string>();
    const wrapping = registry.findFrom(registry.rootPackage, wrapper);
    const open = wrapping === undefined ? [macro] : [macro, wrapping];
    for (const one of open) {
      if (found.has(one.unique_id)) continue;
      found.add(one.unique_id);
      for (const id of one.depends_on.macros) open.push(registry.macros.get(id)!);
    }
    return found;
  }

  /** Whether a macro and all it calls can refer to nothing and configure nothing. */
  private isQuiet(macro: MacroNode): boolean {
    const known = this.quiet.get(macro.unique_id);
    if (known !== undefined) return known;
    this.quiet.set(macro.unique_id, true);
    const names = undeclaredNames(this.state.environment.compile(macro.macro_sql, { name: macro.name }).ast);
    const calls = macro.depends_on.macros.map((id) => this.state.registry.macros.get(id)!);
    const called = new Set(calls.flatMap((one) => [one.name, one.name.replace(/^\w+?__/, "")]));
    const plain = [...names].every((name) => SILENT.has(name) || called.has(name));
    const quiet =
      plain && !macro.macro_sql.includes("macro_namespace=") && calls.every((one) => this.isQuiet(one));
    this.quiet.set(macro.unique_id, quiet);
    return quiet;
  }
}

/** Names of the context that a test macro may use without anything to be noted. */
const SILENT: ReadonlySet<string> = new Set(["adapter", "return", "loop", "range", "true", "false", "none"]);

/** dbt counts a test's configuration twice, from its definition and from its text: tags are doubled by that. */
function mergeCalls(
  first: { readonly [key: string]: unknown },
  second: { readonly [key: string]: unknown },
): { [key: string]: unknown } {
  const merged = { ...first };
  mergeConfigCall(merged, second);
  return merged;
}

function addTarget(node: TestNode, target: TestTarget): void {
  if (target.type === "source") node.sources.push([target.source, target.table]);
  else node.refs.push({ name: target.name, package: null, version: target.version });
}

/** dbt writes the model of a test as a call of `ref` and reads it again: the version is a text then. */
const asWritten = (target: TestTarget): TestTarget =>
  target.type === "source" || typeof target.version !== "number" ? target : { ...target, version: String(target.version) };

interface References {
  readonly refs: RefArgs[];
  readonly sources: [string, string][];
}

const PLAIN_CALL =
  /^\s*(ref|source)\(\s*(?:'([^'\\{}]*)'|"([^"\\{}]*)")\s*(?:,\s*(?:'([^'\\{}]*)'|"([^"\\{}]*)")\s*)?\)\s*$/;

/** What the arguments refer to, when they are plain texts and plain `ref('x')` calls; undefined when they need rendering. */
function plainReferences({ args }: TestDefinition): References | undefined {
  const references: References = { refs: [], sources: [] };
  return Object.entries(args).every(([key, value]) => key === "column_name" || isPlain(value, references))
    ? references
    : undefined;
}

function isPlain(value: unknown, references: References): boolean {
  if (Array.isArray(value)) return value.every((item) => isPlain(item, references));
  if (isYamlObject(value)) return Object.values(value).every((item) => isPlain(item, references));
  if (typeof value !== "string") return true;
  if (isTemplate(value)) return false;
  if (!isBareCall(value)) return true;
  const call = PLAIN_CALL.exec(value);
  if (call === null) return false;
  const [first, second] = [call[2] ?? call[3]!, call[4] ?? call[5]];
  if (call[1] === "source") return second !== undefined && references.sources.push([first, second]) > 0;
  return (
    references.refs.push({
      name: second ?? first,
      package: second === undefined ? null : first,
      version: null,
    }) > 0
  );
}

/** Renders the texts among a test's arguments, natively typed; what looks like a call of ref, source, var… is one. */
function renderKwargs(
  state: ParseState,
  args: { readonly [name: string]: unknown },
  context: ParseContext,
  node: TestNode,
): PyDict {
  const render = (value: unknown): Value => {
    if (Array.isArray(value)) return value.map(render);
    if (isYamlObject(value))
      return PyDict.of(Object.entries(value).map(([key, item]) => [key, render(item)]));
    return typeof value === "string" ? renderText(state, value, context, node) : toTemplateValue(value);
  };
  return PyDict.of(
    Object.entries(args).map(([name, value]) => [
      name,
      name === "column_name" && typeof value === "string" ? value : render(value),
    ]),
  );
}

function renderText(state: ParseState, text: string, context: ParseContext, node: TestNode): Value {
  const template = isBareCall(text) ? `{{ ${text} }}` : text;
  if (!isTemplate(template)) return template.endsWith("\n") ? template.slice(0, -1) : template;
  return state.environment
    .compile(template, { name: node.name, native: true })
    .renderNative(context, { undefined: "capture" });
}
