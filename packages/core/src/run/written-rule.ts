/**
 * Rules that a project or a package wrote itself, as far as they can be known before a test is compiled: a macro that asks
 * for nothing but its arguments writes the same text around the relation whenever it is called, and where that text is
 * "select … from <relation> where …", what breaks the rule is counted in any scan of the relation.
 */
import { PyObject, toValue, type RenderContext, type Value } from "@tsmodel/jinja";
import type { MacroRegistry } from "../macro/macro-registry.ts";
import type { MacroNode, TestNode } from "../manifest/node.ts";
import { isBareCall, opensTemplate } from "../template/template-text.ts";

export interface WrittenRule {
  /** The SQL around the relation, outer blanks aside. */
  readonly head: string;
  readonly tail: string;
  /** Counts what breaks the rule. */
  readonly count: string;
}

/** undefined for a test whose rule is not of that kind. */
export type FindWrittenRule = (node: TestNode) => WrittenRule | undefined;

/** What the relation is printed as. */
const RELATION = "\u0000";

/** A context without names, and a relation that is only printed: whoever asks for more is noticed. */
class Arguments extends PyObject implements RenderContext {
  readonly pyTypeName: string = "Relation";
  asked: boolean = false;

  get(): undefined {
    this.asked = true;
  }
  override pyGetAttr(): undefined {
    this.asked = true;
  }
  override pyGetItem(): undefined {
    this.asked = true;
  }
  override pyStr(): string {
    return RELATION;
  }
}

export function findWrittenRules(registry: MacroRegistry): FindWrittenRule {
  /** Macros that ask for more than their arguments. */
  const others = new Set<MacroNode>();
  return (node) => {
    const { name, namespace, kwargs } = node.test_metadata!;
    const macro = registry.findTestMacro(name, namespace, node.package_name);
    if (macro === undefined || others.has(macro) || registry.isInternal(macro.package_name)) return undefined;
    const { model: _, ...more } = kwargs;
    if (node.depends_on.nodes.length !== 1 || !Object.values(more).every(isPlain)) return undefined;
    const text = callAlone(macro, more, registry);
    if (text === undefined) others.add(macro);
    return text === undefined ? undefined : readRule(text);
  };
}

/** Arguments that are rendered are known when the test is. */
function isPlain(value: unknown): boolean {
  if (typeof value === "string") return !opensTemplate(value) && !isBareCall(value);
  if (typeof value === "object" && value !== null) return Object.values(value).every(isPlain);
  return true;
}

/** undefined when the macro asked for something, or failed for want of it. */
function callAlone(macro: MacroNode, more: { readonly [name: string]: unknown }, registry: MacroRegistry): string | undefined {
  const around = new Arguments();
  const kwargs: { [name: string]: Value } = { model: around };
  for (const [name, value] of Object.entries(more)) kwargs[name] = toValue(value);
  try {
    const text = registry.compile(macro).bind(around, { mode: "sync" })([], kwargs);
    return around.asked || typeof text !== "string" ? undefined : text;
  } catch {
    return undefined;
  }
}

const SELECT: RegExp = /^select\s+([\s\S]+?)\s+from\s+$/i;
const WHERE: RegExp = /^\s+where\b([\s\S]+)$/i;
const ANY: RegExp = /^(?:\*|\d+)$/;
/** A name, quoted or not. */
const COLUMN: RegExp = /^(?:[a-z_]\w*|"[^"]+")$/i;
const QUOTED: RegExp = /'(?:[^']|'')*'|"(?:[^"]|"")*"/g;
/** What makes more of a condition than a condition, or of a quoted text something else. */
const MORE: RegExp =
  /--|\/\*|[;$?\\'"`]|\b(?:select|from|values|table|group|having|window|qualify|over|order|limit|offset|fetch|for|union|intersect|except|using|tablesample)\b/i;

/** @param text what the macro wrote, with RELATION for the relation */
function readRule(text: string): WrittenRule | undefined {
  const [head, tail, ...others] = text.trim().split(RELATION);
  if (head === undefined || tail === undefined || others.length > 0) return undefined;
  const [, selected] = SELECT.exec(head) ?? [];
  const condition = WHERE.exec(tail)?.[1]?.trim();
  if (selected === undefined || condition === undefined || !isCondition(condition)) return undefined;
  const columns = selected.split(",").map((column) => column.trim());
  if (!columns.every((column) => ANY.test(column) || COLUMN.test(column))) return undefined;
  // A column that is not there is an error of the test, so the count names them all.
  const named = columns.filter((column) => !ANY.test(column)).map((column) => `${column} is null or `);
  const rows = named.length === 0 ? condition : `(${condition}) and (${named.join("")}true)`;
  return { head, tail, count: `count(*) filter (where ${rows})` };
}

/** One that stands by itself: its brackets are its own, and nothing follows it. */
function isCondition(text: string): boolean {
  const bare = text.replace(QUOTED, " ");
  if (MORE.test(bare)) return false;
  const open: string[] = [];
  for (const [bracket] of bare.matchAll(/[()[\]{}]/g)) {
    if ("([{".includes(bracket)) open.push(bracket);
    else if (open.pop() !== PARTNER[bracket]) return false;
  }
  return open.length === 0;
}

const PARTNER: { readonly [closing: string]: string } = { ")": "(", "]": "[", "}": "{" };
