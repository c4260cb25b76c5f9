/**
 * selectors.yml → the manifest's `selectors`: every word spelt out, inherited definitions put in. What it selects
 * is the select room's business.
 */
import { fail, type TsmodelError } from "../errors/tsmodel-error.ts";
import { findNearestName } from "../util/nearest-name.ts";
import { selectorMethods, spellOutCriterion, type SelectorMethodName } from "./selector-criterion.ts";
import { isYamlObject } from "./yaml-value.ts";
import type { YamlObject } from "./yaml-value.ts";

/** One entry of selectors.yml. */
export interface SelectorEntry {
  readonly name: string;
  readonly definition: unknown;
  readonly description?: string;
  readonly default?: boolean;
}

/** selectors.yml as entries in file order, checked for shape. @throws TsmodelError selectors-invalid */
export function readSelectorEntries(data: unknown): readonly SelectorEntry[] {
  if (data === null || data === undefined) return [];
  if (!isYamlObject(data) || !Array.isArray(data["selectors"])) throw invalid('"selectors" has to be a list');
  const entries = (data["selectors"] as readonly unknown[]).map(checkEntry);
  const defaults = entries.filter((entry) => entry.default === true);
  if (defaults.length > 1) {
    throw invalid(
      `Found multiple selectors with \`default: true\`: ${defaults.map((entry) => entry.name).join(" and ")}`,
    );
  }
  return entries;
}

function checkEntry(entry: unknown): SelectorEntry {
  if (!isYamlObject(entry)) throw invalid("every selector has to be a mapping with a name and a definition");
  const { name, definition } = entry;
  if (typeof name !== "string") throw invalid("a selector has no name");
  if (definition === undefined) throw invalid(`the selector '${name}' has no definition`);
  if (typeof definition !== "string" && !isYamlObject(definition)) {
    throw invalid(
      `the definition of selector '${name}' has to be text or a mapping with union, intersection or method`,
    );
  }
  const { default: isDefault } = entry;
  if (isDefault !== undefined && typeof isDefault !== "boolean")
    throw invalid(`default of selector '${name}' has to be true or false`);
  return entry as unknown as SelectorEntry;
}

function invalid(problem: string): Error {
  return fail("selectors-invalid", { problem });
}

/**
 * Checks what selectors.yml says before any of it is used. Gives what is left out because nobody knows it.
 * @throws TsmodelError selectors-invalid, selector-method-unknown
 */
export function checkSelectors(data: unknown): TsmodelError[] {
  parseSelectorsYaml(data);
  return readSelectorEntries(data).flatMap(({ definition }) => checkDefinition(definition));
}

function checkDefinition(definition: unknown): TsmodelError[] {
  if (Array.isArray(definition)) return definition.flatMap(checkDefinition);
  if (!isYamlObject(definition)) return [];
  const { method, union, intersection, exclude } = definition;
  const inner = [union, intersection, exclude].flatMap(checkDefinition);
  if (typeof method !== "string") return inner;
  const name = method.split(".")[0]!;
  if (!selectorMethods.includes(name as SelectorMethodName))
    throw fail("selector-method-unknown", {
      method: name,
      methods: selectorMethods,
      nearest: findNearestName(name, selectorMethods),
    });
  const unknown = Object.keys(definition).filter((key) => !DEFINITION_KEYS.includes(key));
  return [
    ...inner,
    ...unknown.map((key) =>
      fail("properties-unknown-key", {
        key,
        path: "selectors.yml",
        nearest: findNearestName(key, DEFINITION_KEYS),
      }),
    ),
  ];
}

const DEFINITION_KEYS: readonly string[] = [
  "method",
  "value",
  "childrens_parents",
  "parents",
  "parents_depth",
  "children",
  "children_depth",
  "indirect_selection",
  "exclude",
];

/** The manifest's `selectors`, by name. @throws TsmodelError selectors-invalid */
export function parseSelectorsYaml(data: unknown): Map<string, SelectorEntry> {
  const expanded = new Map<string, SelectorEntry>();
  for (const entry of readSelectorEntries(data)) {
    expanded.set(entry.name, { ...entry, definition: expandDefinition(entry.definition, expanded) });
  }
  return expanded;
}

function expandDefinition(definition: unknown, known: ReadonlyMap<string, SelectorEntry>): unknown {
  if (typeof definition === "string") return spellOutCriterion(definition);
  if (!isYamlObject(definition)) return definition;
  for (const set of ["union", "intersection"]) {
    const parts = definition[set];
    if (Array.isArray(parts)) return { [set]: parts.map((part) => expandDefinition(part, known)) };
  }
  return expandMapping(definition, known);
}

function expandMapping(definition: YamlObject, known: ReadonlyMap<string, SelectorEntry>): unknown {
  const [key, first] = Object.entries(definition)[0] ?? [];
  if (key === undefined) return definition;
  const value = Array.isArray(first) ? first.map((part) => expandDefinition(part, known)) : first;
  if (key === "exclude") return { exclude: value };
  if (Object.keys(definition).length === 1) return { method: key, value };
  if (definition["method"] === "selector") return inheritedSelector(definition["value"], known).definition;
  return definition;
}

/** The earlier selector that `method: selector` names. @throws TsmodelError selectors-invalid */
export function inheritedSelector<T>(name: unknown, known: ReadonlyMap<string, T>): T {
  const found = known.get(String(name));
  if (found !== undefined) return found;
  const nearest = findNearestName(String(name), known.keys());
  throw fail("selectors-invalid", {
    problem: `Existing selector definition for '${name}' not found.`,
    nearest,
  });
}
