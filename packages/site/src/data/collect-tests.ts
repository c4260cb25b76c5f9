/** Tests by what they test: generic ones of their node and column, singular and unit tests of all they read. */
import { objectOf, textOf, type Json, type Resource } from "../artifacts/artifacts.ts";
import { yamlText } from "../artifacts/yaml-text.ts";
import type { Runs } from "./collect-runs.ts";
import { displayName, parentsOf, type Shown } from "./shown-resources.ts";
import type { PageTest } from "./site-data.ts";

export interface KnownTest extends PageTest {
  readonly id: string;
  /** Unique id of the other end of a relationship, and its field. */
  readonly otherId: string | undefined;
  readonly field: string;
  /** e.g. "unique", "dbt_utils.unique_combination_of_columns", "singular", "unit" */
  readonly kind: string;
}

/** By the unique id of what is tested. */
export function collectTests({ resources, genericTests, number }: Shown, runs: Runs): ReadonlyMap<string, readonly KnownTest[]> {
  const tests = new Map<string, KnownTest[]>();
  const add = (id: string, test: KnownTest): void => {
    const list = tests.get(id);
    if (list === undefined) tests.set(id, [test]);
    else list.push(test);
  };
  for (const test of genericTests) {
    const id = testedBy(test);
    if (id !== undefined) add(id, genericTest(test, id, runs, number));
  }
  for (const test of resources) {
    if (test.resource_type !== "test" && test.resource_type !== "unit_test") continue;
    const known = ownTest(test, runs, number.get(test.unique_id)!);
    for (const id of new Set(test.resource_type === "test" ? parentsOf(test) : parentsOf(test).slice(0, 1))) add(id, known);
  }
  for (const list of tests.values()) list.sort((a, b) => compare(a.column ?? "", b.column ?? "") || compare(a.name, b.name) || compare(a.id, b.id));
  return tests;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The names in ref('…') and source('…', '…'). */
const CALL = /\b(?:ref|source)\s*\(\s*([^)]*)\)/;
const namesIn = (call: string): string[] => [...(CALL.exec(call)?.[1] ?? "").matchAll(/['"]([^'"]*)['"]/g)].map(([, name]) => name!);

function referred(call: string, ids: readonly string[]): string | undefined {
  const name = namesIn(call).at(-1);
  if (name === undefined) return undefined;
  const version = /\bv(?:ersion)?\s*=\s*['"]?([\w.]+)/.exec(call)?.[1];
  const ends = version === undefined ? [`.${name}`] : [`.${name}.v${version}`];
  return ids.find((id) => ends.some((end) => id.endsWith(end))) ?? ids.find((id) => id.includes(`.${name}.v`));
}

function testedBy(test: Resource): string | undefined {
  const parents = parentsOf(test);
  const attached = textOf(test["attached_node"]);
  if (attached !== "") return attached;
  if (parents.length <= 1) return parents[0];
  return referred(textOf(objectOf(objectOf(test["test_metadata"])["kwargs"])["model"]), parents) ?? parents.at(-1);
}

function genericTest(test: Resource, tested: string, runs: Runs, number: ReadonlyMap<string, number>): KnownTest {
  const metadata = objectOf(test["test_metadata"]);
  const kwargs = objectOf(metadata["kwargs"]);
  const namespace = textOf(metadata["namespace"]);
  const name = textOf(metadata["name"]);
  const otherId = "to" in kwargs ? (referred(textOf(kwargs["to"]), parentsOf(test)) ?? undefined) : undefined;
  return {
    ...resultOf(test, runs),
    name: [namespace === "" ? name : `${namespace}.${name}`, argumentsText(kwargs)].filter(Boolean).join(": "),
    kind: namespace === "" ? name : `${namespace}.${name}`,
    column: textOf(test["column_name"]) || textOf(kwargs["column_name"]) || null,
    page: -1,
    other: otherId === undefined || otherId === tested ? -1 : (number.get(otherId) ?? -1),
    otherId,
    field: textOf(kwargs["field"]),
  };
}

function argumentsText(kwargs: Json): string {
  const rest = Object.entries(kwargs).filter(([key]) => !["model", "column_name"].includes(key));
  if (rest.length === 1 && rest[0]![0] === "values") return flat(rest[0]![1]);
  if ("to" in kwargs && rest.length === 2) return `${namesIn(textOf(kwargs["to"])).join(".")}.${textOf(kwargs["field"])}`;
  return rest.map(([key, value]) => `${key} ${flat(value)}`).join(", ");
}

const flat = (value: unknown): string => (Array.isArray(value) ? value.map(flat).join(", ") : yamlText(value).replace(/\s+/g, " "));

function ownTest(test: Resource, runs: Runs, page: number): KnownTest {
  const unit = test.resource_type === "unit_test";
  return {
    ...resultOf(test, runs),
    name: displayName(test),
    kind: unit ? "unit" : "singular",
    column: null,
    page,
    other: -1,
    otherId: undefined,
    field: "",
  };
}

function resultOf(test: Resource, { last }: Runs): Pick<KnownTest, "id" | "state" | "status" | "failures" | "severity" | "message"> {
  const result = last.get(test.unique_id);
  return {
    id: test.unique_id,
    state: result?.state ?? 0,
    status: result?.status ?? null,
    failures: result?.failures ?? null,
    severity: textOf(objectOf(test["config"])["severity"]).toLowerCase() || "error",
    message: result?.message ?? null,
  };
}
