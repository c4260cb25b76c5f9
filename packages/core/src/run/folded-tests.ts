/**
 * Several generic tests of one relation as one query: `unique`, `not_null`, `accepted_values`, `relationships` and rules
 * that were written for single rows (written-rule.ts) count in one scan whether anything is wrong at all. Only a count of
 * 0 is an answer, "no row breaks the rule"; how many rows break it, and all errors, come from the test's own query.
 */
import type { TestMetadata, TestNode } from "../manifest/node.ts";
import { opensTemplate } from "../template/template-text.ts";
import type { FindWrittenRule } from "./written-rule.ts";

export type FoldedRule = "unique" | "not_null" | "accepted_values" | "relationships";

/** A test that may be folded: its text with the relation cut out. */
export interface FoldedTest {
  readonly node: TestNode;
  /** Values are kept in memory while the query runs. */
  readonly keeps: boolean;
  /** The compiled SQL around the relation. */
  readonly head: string;
  readonly tail: string;
  /** Counts what breaks the rule; 0 exactly when no row does. */
  readonly count: string;
  readonly verdictOfNone: VerdictOfNone;
}

/** What the thresholds say of 0 failures. */
export interface VerdictOfNone {
  readonly shouldWarn: boolean;
  readonly shouldError: boolean;
}

export const FOLDED_RULES: ReadonlySet<string> = new Set<FoldedRule>(["unique", "not_null", "accepted_values", "relationships"]);

const KEEPING: ReadonlySet<string> = new Set<FoldedRule>(["unique", "relationships"]);
/** How many tests that keep values a query has, and how many of all. */
const KEEPING_AT_ONCE = 4;
const TESTS_AT_ONCE = 60;

/** What a node is called in SQL where nothing defers, limits or cuts it; undefined when it has no relation. */
export type RelationOf = (id: string) => string | undefined;

/** Where the texts of tests are known from. */
export interface Foreseen {
  readonly relationOf: RelationOf;
  readonly writtenRule: FindWrittenRule;
}

/** Tests that share a query if their relations turn out to be the same text, by what makes that likely. */
export function groupTests(nodes: Iterable<TestNode>, foreseen: Foreseen): FoldedTest[][] {
  const groups = new Map<string, FoldedTest[][]>();
  for (const node of nodes) {
    const test = foldTest(node, foreseen);
    if (test === undefined) continue;
    const key = JSON.stringify([node.package_name, testedNode(node), node.test_metadata!.kwargs["model"], node.config["where"] ?? null]);
    const parts = groups.get(key);
    const last = parts?.at(-1);
    if (last === undefined || isFull(last, test)) groups.set(key, [...(parts ?? []), [test]]);
    else last.push(test);
  }
  return [...groups.values()].flat().filter((group) => group.length > 1);
}

function isFull(group: readonly FoldedTest[], { keeps }: FoldedTest): boolean {
  if (group.length >= TESTS_AT_ONCE) return true;
  return keeps && group.filter((other) => other.keeps).length >= KEEPING_AT_ONCE;
}

/** Tests of sources are attached to nothing. */
const testedNode = ({ attached_node: attached, depends_on: { nodes } }: TestNode): string | undefined => attached ?? nodes[0];

/** A test with nothing but a threshold of its own. */
function foldTest(node: TestNode, foreseen: Foreseen): FoldedTest | undefined {
  const { test_metadata: metadata, config } = node;
  if (metadata === undefined || config["fail_calc"] !== "count(*)" || /\bselect\b/i.test(String(config["where"] ?? ""))) return undefined;
  const shouldWarn = compareNone(config["warn_if"]);
  const shouldError = compareNone(config["error_if"]);
  if (shouldWarn === undefined || shouldError === undefined) return undefined;
  const isKnown = !metadata.namespace && FOLDED_RULES.has(metadata.name);
  const text = isKnown ? knownText(node, metadata, foreseen.relationOf) : foreseen.writtenRule(node);
  return text && { node, keeps: isKnown && KEEPING.has(metadata.name), ...text, verdictOfNone: { shouldWarn, shouldError } };
}

/** A built-in test of a plain column. */
function knownText(node: TestNode, { name, kwargs }: TestMetadata, relationOf: RelationOf): Text | undefined {
  const { column_name: column, model: _, ...more } = kwargs;
  if (typeof column !== "string" || !COLUMN.test(column) || TAKEN.test(column)) return undefined;
  return name === "relationships" ? relationships(node, column, more, relationOf) : textOf(name as Counting, column, more, node);
}

/** A name, quoted or not; anything else may mean something else in another query. */
const COLUMN = /^(?:[a-z_][a-z0-9_]*|"[^"]+")$/i;
/** Names that the tests give to columns of their own. */
const TAKEN = /^"?(?:unique_field|n_records|value_field)"?$/i;

type Text = Pick<FoldedTest, "head" | "tail" | "count">;

type Counting = Exclude<FoldedRule, "relationships">;
type Arguments = { readonly [name: string]: unknown };

/** As the built-in macros write it (macros/generic-tests.sql), outer blanks aside. */
function textOf(rule: Counting, column: string, more: Arguments, { depends_on: { nodes } }: TestNode): Text | undefined {
  if (nodes.length !== 1) return undefined;
  switch (rule) {
    case "not_null":
      if (Object.keys(more).length > 0) return undefined;
      return { head: `select ${column}\nfrom `, tail: `\nwhere ${column} is null`, count: `count(*) filter (where ${column} is null)` };
    case "unique":
      if (Object.keys(more).length > 0) return undefined;
      return {
        head: `select\n    ${column} as unique_field,\n    count(*) as n_records\n\nfrom `,
        tail: `\nwhere ${column} is not null\ngroup by ${column}\nhaving count(*) > 1`,
        count: `count(${column}) - count(distinct ${column})`,
      };
    case "accepted_values":
      return acceptedValues(column, more);
  }
}

/**
 * The parent's name is a guess until the test is compiled: a text that differs then is a test by itself. `not in` refuses
 * some types that `=` converts, and a query that is refused gives its tests back, too.
 */
function relationships(node: TestNode, column: string, { to, field, ...more }: Arguments, relationOf: RelationOf): Text | undefined {
  const { nodes } = node.depends_on;
  const tested = testedNode(node);
  if (Object.keys(more).length > 0 || typeof to !== "string" || typeof field !== "string" || !COLUMN.test(field)) return undefined;
  if (tested === undefined || nodes.length > 2 || !nodes.includes(tested)) return undefined;
  const parent = relationOf(nodes.find((id) => id !== tested) ?? tested);
  if (parent === undefined) return undefined;
  return {
    head: `with child as (\n    select ${column} as from_field\n    from `,
    tail: `\n    where ${column} is not null\n),\n\nparent as (\n    select ${field} as to_field\n    from ${parent}\n)\n\nselect\n    from_field\n\nfrom child\nleft join parent\n    on child.from_field = parent.to_field\n\nwhere parent.to_field is null`,
    count: `count(*) filter (where ${column} not in (select tsmodel_parent.${field} from ${parent} as tsmodel_parent where tsmodel_parent.${field} is not null))`,
  };
}

function acceptedValues(column: string, { values, quote = true, ...more }: Arguments): Text | undefined {
  if (Object.keys(more).length > 0 || typeof quote !== "boolean" || !Array.isArray(values) || values.length === 0) return undefined;
  const mark = quote ? "'" : "";
  const texts: string[] = [];
  for (const value of values as unknown[]) {
    if (typeof value !== "string" && !Number.isInteger(value)) return undefined;
    if (opensTemplate(String(value))) return undefined;
    texts.push(`${mark}${String(value)}${mark}`);
  }
  const list = `(\n    ${texts.join(",")}\n)`;
  return {
    head: `with all_values as (\n\n    select\n        ${column} as value_field,\n        count(*) as n_records\n\n    from `,
    tail: `\n    group by ${column}\n\n)\n\nselect *\nfrom all_values\nwhere value_field not in ${list}`,
    count: `count(*) filter (where ${column} not in ${list})`,
  };
}

/** Whether `0 <condition>` holds; undefined where only the database can tell. */
function compareNone(condition: unknown): boolean | undefined {
  const [, operator, number] = /^\s*(=|==|!=|<>|<=|>=|<|>)\s*(\d{1,15})\s*$/.exec(String(condition)) ?? [];
  if (operator === undefined) return undefined;
  const limit = Number(number);
  switch (operator) {
    case "=":
    case "==":
      return limit === 0;
    case "!=":
    case "<>":
      return limit !== 0;
    case "<":
      return 0 < limit;
    case ">":
      return false;
    case "<=":
      return true;
    default:
      return limit === 0;
  }
}

/** The relation that the compiled test reads; undefined when its text is not what was expected. */
export function relationIn({ head, tail }: FoldedTest, compiled: string): string | undefined {
  const text = compiled.trim();
  if (!text.startsWith(head) || !text.endsWith(tail) || text.length <= head.length + tail.length) return undefined;
  return text.slice(head.length, text.length - tail.length);
}

/** One row, a count for each test in order. */
export function foldedSql(tests: readonly FoldedTest[], relation: string): string {
  return `select\n${tests.map(({ count }, index) => `  ${count} as failures_${index + 1}`).join(",\n")}\nfrom ${relation}`;
}
