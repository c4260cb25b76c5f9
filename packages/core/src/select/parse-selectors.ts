/** Definitions of selectors.yml → specs. The language: dbt's yaml-selectors. */
import { fail } from "../errors/tsmodel-error.ts";
import { inheritedSelector, readSelectorEntries } from "../project/parse-selectors-yaml.ts";
import { buildCriterion, parseCriterion } from "../project/selector-criterion.ts";
import type { CriterionParts } from "../project/selector-criterion.ts";
import { isYamlObject } from "../project/yaml-value.ts";
import type { YamlObject } from "../project/yaml-value.ts";
import type { SelectionGroup, SelectionSpec } from "./selection-spec.ts";

export interface NamedSelector {
  readonly spec: SelectionSpec;
  readonly isDefault: boolean;
}

/** By name, in file order. @throws TsmodelError selectors-invalid, selector-method-unknown */
export function parseSelectors(data: unknown): Map<string, NamedSelector> {
  const named = new Map<string, NamedSelector>();
  for (const entry of readSelectorEntries(data)) {
    checkRoot(entry.definition);
    named.set(entry.name, {
      spec: parseDefinition(entry.definition, named),
      isDefault: entry.default === true,
    });
  }
  return named;
}

type Known = ReadonlyMap<string, NamedSelector>;

function checkRoot(definition: unknown): void {
  if (!isYamlObject(definition)) return;
  const keys = Object.keys(definition);
  if (keys.length > 1 && (keys.includes("union") || keys.includes("intersection"))) {
    throw invalid(
      `a definition is one 'union' or one 'intersection', and nothing beside it; this one has ${keys.join(", ")}`,
    );
  }
}

function parseDefinition(definition: unknown, known: Known): SelectionSpec {
  if (typeof definition === "string") return parseCriterion(definition);
  if (!isYamlObject(definition))
    throw invalid(`a definition is text, a method with its value, a union or an intersection, not ${String(definition)}`);
  if ("union" in definition) return parseSet("union", definition, known);
  if ("intersection" in definition) return parseSet("intersection", definition, known);
  return parseMethod(definition, known);
}

function parseSet(type: "union" | "intersection", definition: YamlObject, known: Known): SelectionSpec {
  const parts: SelectionSpec[] = [];
  let excluded: SelectionSpec | undefined;
  let excludes = 0;
  for (const part of listOf(definition, type)) {
    if (!isYamlObject(part) || !("exclude" in part)) parts.push(parseDefinition(part, known));
    else if (++excludes > 1)
      throw invalid(
        `a ${type} has one 'exclude' at most`,
      );
    else excluded = parseExcluded(part, known);
  }
  return subtract({ type, parts, indirectSelection: "eager" }, excluded);
}

function parseExcluded(definition: YamlObject, known: Known): SelectionSpec | undefined {
  const parts = listOf(definition, "exclude").map((part) => parseDefinition(part, known));
  if (parts.length < 2) return parts[0];
  return { type: "union", parts, indirectSelection: "eager" } satisfies SelectionGroup;
}

function subtract(from: SelectionSpec, excluded: SelectionSpec | undefined): SelectionSpec {
  return excluded === undefined
    ? from
    : { type: "difference", parts: [from, excluded], indirectSelection: "eager" };
}

function parseMethod(definition: YamlObject, known: Known): SelectionSpec {
  const keys = Object.keys(definition);
  const raw = JSON.stringify(definition);
  if (keys.length === 1) return buildCriterion(raw, { method: keys[0]!, value: definition[keys[0]!] });
  if (definition["method"] === "selector") return inheritedSelector(definition["value"], known).spec;
  if (!("method" in definition) || !("value" in definition)) {
    throw invalid(`a method is one key with its value, or "method" and "value"; this one has ${keys.join(", ")}`);
  }
  const excluded = "exclude" in definition ? parseExcluded(definition, known) : undefined;
  return subtract(buildCriterion(raw, definition as CriterionParts), excluded);
}

function listOf(definition: YamlObject, key: string): readonly unknown[] {
  const list = definition[key];
  if (!Array.isArray(list)) throw invalid(`Invalid value for key "${key}". Expected a list.`);
  return list;
}

function invalid(problem: string): Error {
  return fail("selectors-invalid", { problem });
}
