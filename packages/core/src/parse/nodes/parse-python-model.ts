/**
 * Python models → what they refer to. tsmodel runs no Python, but a project that has such models still has its graph:
 * `dbt.ref(…)`, `dbt.source(…)`, `dbt.config(…)` and `dbt.config.get(…)` with literal arguments are read off the text.
 */
import type { FoundCall, Kwargs, Value } from "@tsmodel/jinja";
import { callValue, findCalls, JinjaError } from "@tsmodel/jinja";
import { toTsmodelError } from "../../context/to-tsmodel-error.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { CompiledNode } from "../../manifest/node.ts";
import type { ParseState } from "../parse-state.ts";
import { opensTemplate } from "../../template/template-text.ts";
import type { NodeRenderer } from "./render-node.ts";

/** @throws TsmodelError python-model-invalid, python-model-jinja */
export function parsePythonModel(state: ParseState, node: CompiledNode, renderer: NodeRenderer): void {
  // Nested dictionaries end in closing marks.
  if (opensTemplate(node.raw_code)) throw fail("python-model-jinja", {}, { node });
  if (node.raw_code.trim() === "") return;
  const models = node.raw_code.match(/^def\s+model\s*\(/gm)?.length ?? 0;
  if (models !== 1) throw fail("python-model-invalid", { found: models }, { node });
  const used = new KeysUsed();
  for (const call of callsIn(state, node)) {
    if (used.take(call)) continue;
    callContext(state, node, renderer, call.name, call.args, call.kwargs);
  }
  if (used.any) callContext(state, node, renderer, "config", [], used.kwargs());
}

interface PythonCall {
  /** "ref", "source", "config", "get" or "meta_get" */
  readonly name: string;
  readonly args: Value[];
  readonly kwargs: Kwargs;
}

/** A dbt call; strings and comments are matched first, so that none is found inside them. */
const CALL =
  /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*|\bdbt\.(ref|source|config\.get|config\.meta_get|config)\s*\(/g;

function callsIn(state: ParseState, node: CompiledNode): PythonCall[] {
  const calls: PythonCall[] = [];
  for (const match of node.raw_code.matchAll(CALL)) {
    if (match[1] === undefined) continue;
    const name = match[1].split(".").at(-1)!;
    const start = match.index + match[0].length;
    calls.push(
      readCall(state, node, name, node.raw_code.slice(start, closingParenthesis(node.raw_code, start))),
    );
  }
  return calls;
}

/** Python's literals are template literals too: the template parser reads the arguments. */
function readCall(state: ParseState, node: CompiledNode, name: string, args: string): PythonCall {
  const call = findCall(state, node, name, withoutComments(args));
  if (call === undefined || !isLiteral(call))
    throw fail("python-model-literal", { call: `dbt.${name}(${args})` }, { node });
  return { name, args: call.args as Value[], kwargs: call.kwargs as Kwargs };
}

/** Nothing where the arguments are Python that a template does not know: no literals then either. */
function findCall(state: ParseState, node: CompiledNode, name: string, args: string): FoundCall | undefined {
  try {
    const { ast } = state.environment.compile(`{{ ${name}(${args}) }}`, { name: node.name });
    return findCalls(ast).find((found) => found.path?.[0] === name);
  } catch (error) {
    if (error instanceof JinjaError) return undefined;
    throw error;
  }
}

/** Strings are matched first, so that no comment is found inside them. */
const STRING_OR_COMMENT = /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|#[^\n]*/g;

const withoutComments = (python: string): string => python.replace(STRING_OR_COMMENT, (_, text?: string) => text ?? "");

function isLiteral(call: FoundCall): boolean {
  return (
    call.isComplete &&
    call.args.every((arg) => arg !== undefined) &&
    Object.values(call.kwargs).every((arg) => arg !== undefined)
  );
}

function closingParenthesis(text: string, start: number): number {
  let depth = 1;
  const tokens = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*|[()]/g;
  tokens.lastIndex = start;
  for (let match = tokens.exec(text); match !== null; match = tokens.exec(text)) {
    if (match[0] === "(") depth++;
    else if (match[0] === ")" && --depth === 0) return match.index;
  }
  return text.length;
}

function callContext(
  state: ParseState,
  node: CompiledNode,
  renderer: NodeRenderer,
  name: string,
  args: Value[],
  kwargs: Kwargs,
): void {
  try {
    void callValue(renderer.context.get(name)!, args, kwargs);
  } catch (error) {
    throw toTsmodelError(error, { shared: state.shared, node });
  }
}

/** Keys that the model asks its config for: dbt hands them to the generated Python. */
class KeysUsed {
  private readonly keys: Value[] = [];
  private readonly defaults: Value[] = [];
  private readonly metaKeys: Value[] = [];
  private readonly metaDefaults: Value[] = [];

  get any(): boolean {
    return this.keys.length + this.metaKeys.length > 0;
  }

  take({ name, args }: PythonCall): boolean {
    if (name !== "get" && name !== "meta_get") return false;
    const [keys, defaults] = name === "get" ? [this.keys, this.defaults] : [this.metaKeys, this.metaDefaults];
    keys.push(args[0] ?? null);
    defaults.push(args[1] ?? null);
    return true;
  }

  kwargs(): Kwargs {
    return {
      config_keys_used: this.keys,
      config_keys_defaults: this.defaults,
      meta_keys_used: this.metaKeys,
      meta_keys_defaults: this.metaDefaults,
    };
  }
}
