/** One word of --select ("2+tag:nightly+1"): dbt's selector grammar, shared by the command line and selectors.yml. */
import { fail } from "../errors/tsmodel-error.ts";
import { findNearestName } from "../util/nearest-name.ts";

export const selectorMethods = [
  "fqn",
  "tag",
  "group",
  "access",
  "source",
  "path",
  "file",
  "package",
  "config",
  "test_name",
  "test_type",
  "resource_type",
  "state",
  "exposure",
  "metric",
  "result",
  "source_status",
  "version",
  "semantic_model",
  "saved_query",
  "unit_test",
  "selector",
] as const;
export type SelectorMethodName = (typeof selectorMethods)[number];

export type IndirectSelection = "eager" | "cautious" | "buildable" | "empty";

export interface Criterion {
  readonly type: "criterion";
  /** As written. */
  readonly raw: string;
  readonly method: SelectorMethodName;
  /** "materialized" of `config.materialized:view`. */
  readonly methodArguments: readonly string[];
  /** Text from the command line; any YAML value from selectors.yml. */
  readonly value: unknown;
  /** `@`: descendants and everything those need. */
  readonly childrensParents: boolean;
  readonly parents: boolean;
  /** Steps up; absent: all the way. */
  readonly parentsDepth: number | undefined;
  readonly children: boolean;
  readonly childrenDepth: number | undefined;
  /** Only when selectors.yml sets it. */
  readonly indirectSelection: IndirectSelection | undefined;
}

/** The parts of a word by dbt's names, as selectors.yml spells them out. Parts that are not there are absent. */
export interface CriterionParts {
  readonly method?: string;
  readonly value?: unknown;
  readonly childrens_parents?: unknown;
  readonly parents?: unknown;
  readonly parents_depth?: unknown;
  readonly children?: unknown;
  readonly children_depth?: unknown;
  readonly indirect_selection?: unknown;
}

/** @throws TsmodelError selector-invalid */
export function splitCriterion(word: string): CriterionParts {
  const match = /^(@)?((\d*)\+)?(?:([\p{L}\p{N}_.]+):)?(.*?)(\+(\d*))?$/u.exec(word);
  if (match === null) throw fail("selector-invalid", { text: word });
  const [, at, parents, parentsDepth, method, value, children, childrenDepth] = match;
  return {
    ...(at ? { childrens_parents: true } : {}),
    ...(parents ? { parents: true } : {}),
    ...(parentsDepth ? { parents_depth: parentsDepth } : {}),
    ...(method === undefined ? {} : { method }),
    ...(value ? { value } : {}),
    ...(children ? { children: true } : {}),
    ...(childrenDepth ? { children_depth: childrenDepth } : {}),
  };
}

/** @throws TsmodelError selector-invalid, selector-method-unknown */
export function parseCriterion(word: string): Criterion {
  return buildCriterion(word, { value: "", ...splitCriterion(word) });
}

/** @throws TsmodelError selector-invalid, selector-method-unknown */
export function buildCriterion(raw: string, parts: CriterionParts): Criterion {
  if (parts.value === undefined) throw fail("selector-without-value", { text: raw });
  const { name, args } = methodOf(parts);
  const childrensParents = Boolean(parts.childrens_parents);
  const children = Boolean(parts.children);
  if (children && childrensParents) throw fail("selector-at-and-plus", { text: raw });
  return {
    type: "criterion",
    raw,
    method: name,
    methodArguments: args,
    value: parts.value,
    childrensParents,
    parents: Boolean(parts.parents),
    parentsDepth: depth(parts.parents_depth, raw),
    children,
    childrenDepth: depth(parts.children_depth, raw),
    indirectSelection:
      parts.indirect_selection === undefined ? undefined : parseIndirectSelection(parts.indirect_selection),
  };
}

/** @throws TsmodelError indirect-selection-unknown */
export function parseIndirectSelection(value: unknown): IndirectSelection {
  const modes: readonly string[] = ["eager", "cautious", "buildable", "empty"];
  if (typeof value === "string" && modes.includes(value)) return value as IndirectSelection;
  throw fail("indirect-selection-unknown", {
    value: String(value),
    nearest: findNearestName(String(value), modes),
  });
}

function methodOf(parts: CriterionParts): {
  readonly name: SelectorMethodName;
  readonly args: readonly string[];
} {
  if (parts.method === undefined) return { name: defaultMethod(String(parts.value)), args: [] };
  const [name, ...args] = String(parts.method).split(".");
  if (!(selectorMethods as readonly string[]).includes(name!)) {
    throw fail("selector-method-unknown", {
      method: name!,
      methods: selectorMethods,
      nearest: findNearestName(name!, selectorMethods),
    });
  }
  return { name: name as SelectorMethodName, args };
}

function defaultMethod(value: string): SelectorMethodName {
  if (value.includes("/") || (process.platform === "win32" && value.includes("\\"))) return "path";
  return /\.(?:sql|py|csv|ts)$/i.test(value) ? "file" : "fqn";
}

function depth(value: unknown, raw: string): number | undefined {
  if (value === undefined || value === null || value === "" || value === 0) return undefined;
  const steps = Number(value);
  if (!Number.isInteger(steps) || steps < 0) throw fail("selector-invalid", { text: raw });
  return steps;
}

/** A word with its method spelt out, as dbt writes it to manifest.json. */
export function spellOutCriterion(word: string): CriterionParts {
  const parts = splitCriterion(word);
  const { method, methodArguments } = parseCriterion(word);
  const { childrens_parents, parents, parents_depth, value, children, children_depth } = parts;
  const named = {
    childrens_parents,
    parents,
    parents_depth,
    method: [method, ...methodArguments].join("."),
    value,
    children,
    children_depth,
  };
  return Object.fromEntries(Object.entries(named).filter(([, part]) => part !== undefined));
}
