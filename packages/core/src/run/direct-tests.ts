/**
 * Data tests without their materialization macro. What the built-in macro sends for a test is the compiled query with
 * the same words around it; they are learned from the first test, which goes the ordinary way and shows them before it
 * is sent, as are the macros that dbt's manifest then names. Tests of one relation share a query where they can
 * (folded-tests.ts). Whatever is unusual about a test, every error included, is left to the macro.
 */
import type { QueryResult } from "../adapter/adapter.ts";
import type { Cell } from "../adapter/cell.ts";
import { storesFailures } from "../compile/relation-name.ts";
import type { Connection } from "../context/connection.ts";
import type { RunContext } from "../context/run-context.ts";
import type { SharedContext } from "../context/shared-context.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { TestNode } from "../manifest/node.ts";
import { nodesOf, type Plan } from "../plan/plan-run.ts";
import { noteStatement, tryQuery } from "./direct-query.ts";
import { FOLDED_RULES, foldedSql, groupTests, relationIn, type FoldedTest, type Foreseen } from "./folded-tests.ts";
import { findWrittenRules } from "./written-rule.ts";

export interface DirectAnswer {
  readonly failures: number;
  readonly shouldWarn: boolean;
  readonly shouldError: boolean;
  readonly response: QueryResult["response"];
}

export interface DirectTests {
  /** What the test's query gives; undefined where the macro is to say it. @throws DatabaseError when interrupted */
  ask(node: TestNode, context: RunContext): Promise<DirectAnswer | undefined>;
  /** Ids of the tests that share the query of one that has been asked, itself included. */
  answeredWith(id: string): readonly string[];
  /** The query that a test shares, while it runs. */
  running(id: string): Promise<unknown> | undefined;
  /** After a test that the macro ran for, whatever came of it. */
  noteEnd(node: TestNode): void;
  /** After a step that others may go on from. */
  noteDone(id: string): void;
}

/** What the built-in materialization of tests consists of, and the rules that are folded. */
const STEPS: readonly string[] = ["get_limit_sql", "get_limit_subquery_sql", "get_test_sql", "log", "should_store_failures", "statement", "write"];
const RULES: readonly string[] = [...FOLDED_RULES].map((rule) => `test_${rule}`);

/** undefined when a macro involved is not the built-in one, or `fold_tests` is off. */
export function createDirectTests(shared: SharedContext, plan: Plan): DirectTests | undefined {
  const { registry, project } = shared;
  const { dialect } = project.profile.plugin;
  if (project.flags.fold_tests === false || !registry.isMaterializationBuiltIn("test", STEPS)) return undefined;
  const folds = dialect.foldsTests === true && registry.areBuiltIn(RULES);
  const tests = folds ? nodesOf(plan).filter((node) => node.resource_type === "test" && isPlain(node, shared)) : [];
  const foreseen: Foreseen = { relationOf: (id) => relationOf(shared.manifest, id), writtenRule: findWrittenRules(registry) };
  return new LearnedTests(shared, plan, groupTests(tests as TestNode[], foreseen));
}

/** Ephemeral models have none. */
function relationOf({ nodes, sources }: Manifest, id: string): string | undefined {
  const node = nodes.get(id) ?? sources.get(id);
  return (node !== undefined && "relation_name" in node ? node.relation_name : undefined) ?? undefined;
}

/** Nothing is stored, cut off or put in front. */
function isPlain(node: TestNode, shared: SharedContext): boolean {
  const { config } = node;
  return config.materialized === "test" && !storesFailures(config, shared) && (config["limit"] ?? null) === null && !config["sql_header"];
}

/** The words around the compiled query, and the macros that were called. */
interface Learned {
  readonly head: string;
  readonly tail: string;
  readonly macros: readonly string[];
}

/** The test that words are learned from, and for whoever waits for them. */
interface Lesson {
  readonly node: TestNode;
  readonly words: Promise<Learned | undefined>;
  readonly end: (words?: Learned) => void;
}

/** One query for several tests. */
interface Fold {
  readonly tests: readonly FoldedTest[];
  readonly relation: string;
  /** Counts by unique id; undefined when the query failed. */
  readonly counts: Promise<ReadonlyMap<string, { readonly count: Cell; readonly response: QueryResult["response"] }> | undefined>;
  isDone?: boolean;
}

/** Where a test stands among those that it may share a query with. */
interface Place {
  readonly test: FoldedTest;
  /** The places of the same relation that have no query yet. */
  readonly open: Set<Place>;
  fold?: Fold;
}

class LearnedTests implements DirectTests {
  private readonly shared: SharedContext;
  private readonly plan: Plan;
  /** By thresholds. */
  private readonly lessons: Map<string, Lesson> = new Map();
  private readonly places: Map<string, Place> = new Map();
  private readonly done: Set<string> = new Set();

  constructor(shared: SharedContext, plan: Plan, groups: readonly (readonly FoldedTest[])[]) {
    this.shared = shared;
    this.plan = plan;
    for (const tests of groups) {
      const open = new Set<Place>();
      for (const test of tests) {
        const place = { test, open };
        open.add(place);
        this.places.set(test.node.unique_id, place);
      }
    }
  }

  async ask(node: TestNode, context: RunContext): Promise<DirectAnswer | undefined> {
    const compiled = node.compiled_code;
    if (!compiled || !isPlain(node, this.shared)) return undefined;
    const known = await this.wordsFor(node, compiled, context);
    if (known === undefined) return undefined;
    const sql = known.head + compiled + known.tail;
    const answer = (await this.askFold(node, compiled, context.connection)) ?? (await this.askAlone(sql, context.connection));
    if (answer === undefined) return undefined;
    this.leaveTraces(node, sql, known, context);
    return answer;
  }

  answeredWith(id: string): readonly string[] {
    return this.places.get(id)?.fold?.tests.map(({ node }) => node.unique_id) ?? [];
  }

  running(id: string): Promise<unknown> | undefined {
    const fold = this.places.get(id)?.fold;
    return fold?.isDone === true ? undefined : fold?.counts;
  }

  noteDone(id: string): void {
    this.done.add(id);
  }

  /** What the macro leaves beside its result. */
  private leaveTraces(node: TestNode, sql: string, { macros }: Learned, context: RunContext): void {
    noteStatement(sql, node, context, this.shared);
    for (const id of macros) if (!node.depends_on.macros.includes(id)) node.depends_on.macros.push(id);
  }

  /** What tests of the relation say, asked once; a test that has failures is asked by itself. */
  private async askFold(node: TestNode, compiled: string, connection: Connection): Promise<DirectAnswer | undefined> {
    const place = this.places.get(node.unique_id);
    const relation = place && relationIn(place.test, compiled);
    if (place === undefined || relation === undefined) return undefined;
    const fold = place.fold ?? this.openFold(place, relation, connection);
    if (fold?.relation !== relation) return undefined;
    const found = (await fold.counts)?.get(node.unique_id);
    if (found === undefined || (found.count !== 0 && found.count !== 0n)) return undefined;
    return { failures: 0, ...place.test.verdictOfNone, response: found.response };
  }

  /** With the tests whose turn may have come: what the others read is still to be built. undefined when there are none. */
  private openFold(first: Place, relation: string, connection: Connection): Fold | undefined {
    const places = [...first.open].filter((place) => place === first || this.isReady(place.test.node));
    for (const place of places) first.open.delete(place);
    if (places.length === 1) return undefined;
    const tests = places.map(({ test }) => test);
    const fold: Fold = { tests, relation, counts: countAll(tests, relation, connection).finally(() => (fold.isDone = true)) };
    for (const place of places) place.fold = fold;
    return fold;
  }

  private isReady({ unique_id: id }: TestNode): boolean {
    return this.plan.steps.get(id)?.parents.every((parent) => this.done.has(parent)) ?? false;
  }

  private async askAlone(sql: string, connection: Connection): Promise<DirectAnswer | undefined> {
    // A statement that stands by itself needs no transaction; where one is begun anyhow, it is to be committed.
    const result = await tryQuery(sql, connection, this.shared.project.profile.plugin.dialect.implicitTransactions);
    await connection.commit();
    const [row] = result?.rows ?? [];
    if (result === undefined || row === undefined || result.rows.length !== 1 || row.length !== 3) return undefined;
    const [failures, shouldWarn, shouldError] = row;
    if (typeof failures !== "bigint" && typeof failures !== "number") return undefined;
    if (typeof shouldWarn !== "boolean" || typeof shouldError !== "boolean") return undefined;
    return { failures: Number(failures), shouldWarn, shouldError, response: result.response };
  }

  /** undefined for the test that others learn from, and when nothing came of that. */
  private wordsFor(node: TestNode, compiled: string, context: RunContext): Promise<Learned | undefined> | undefined {
    const key = thresholds(node);
    const lesson = this.lessons.get(key);
    if (lesson !== undefined) return lesson.words;
    let end: Lesson["end"];
    const words = new Promise<Learned | undefined>((resolve) => (end = resolve));
    this.lessons.set(key, { node, words, end: end! });
    context.onWrite = () => end(readWords(compiled, context));
    return undefined;
  }

  noteEnd(node: TestNode): void {
    const key = thresholds(node);
    const lesson = this.lessons.get(key);
    if (lesson?.node !== node) return;
    lesson.end();
    void lesson.words.then((words) => words === undefined && this.lessons.delete(key));
  }
}

function readWords(compiled: string, { written = "", notedMacros }: RunContext): Learned | undefined {
  const at = written.indexOf(compiled);
  if (at < 0 || written.indexOf(compiled, at + 1) >= 0) return undefined;
  return { head: written.slice(0, at), tail: written.slice(at + compiled.length), macros: [...notedMacros] };
}

/** What the words around the query depend on. */
const thresholds = ({ config }: TestNode): string => JSON.stringify([config["fail_calc"], config["warn_if"], config["error_if"]]);

async function countAll(tests: readonly FoldedTest[], relation: string, connection: Connection): Fold["counts"] {
  const result = await tryQuery(foldedSql(tests, relation), connection);
  const [row] = result?.rows ?? [];
  if (result === undefined || row?.length !== tests.length) return undefined;
  return new Map(tests.map(({ node }, index) => [node.unique_id, { count: row[index]!, response: result.response }]));
}
