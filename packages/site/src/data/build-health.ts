/** What needs care in a project. Each list has a definition that the page tells. */
import type { Resource } from "../artifacts/artifacts.ts";
import { collectFreshness } from "./collect-freshness.ts";
import type { KnownTest } from "./collect-tests.ts";
import { descriptionOf, writtenColumns } from "./shown-resources.ts";
import type { SiteFacts } from "./site-facts.ts";
import type { HealthChunk, HealthCounts, HealthProblem } from "./site-data.ts";

const SLOWEST = 20;
/** A node got slower when its last run took twice the median of at least three runs before, and half a second more. */
const TIMES = 2;
const SECONDS = 0.5;
const RUNS_BEFORE = 3;

const BUILT: ReadonlySet<string> = new Set(["model", "seed", "snapshot"]);

export function buildHealth(facts: SiteFacts): { readonly chunk: HealthChunk; readonly counts: HealthCounts } {
  const { shown, tests, runs, children, artifacts } = facts;
  const all = shown.resources.map((resource, at) => ({ resource, at, tests: tests.get(resource.unique_id) ?? [] }));
  const models = all.filter(({ resource }) => resource.resource_type === "model");
  const described = all.filter(({ resource }) => BUILT.has(resource.resource_type) || resource.resource_type === "source");
  const numbers = (list: readonly { at: number }[]): number[] => list.map(({ at }) => at);
  const columns = described.flatMap(({ at }): [number, number, number][] => {
    const known = facts.columns[at]!;
    return known.length === 0 ? [] : [[at, known.length, known.filter(({ description }) => description !== "").length]];
  });
  const untested = models.filter((model) => model.tests.length === 0);
  const keyless = models.filter((model) => !hasKeyTest(model.resource, model.tests));
  const undescribed = described.filter(({ resource }) => descriptionOf(resource) === "");
  const problems = collectProblems(facts);
  const stale = all.flatMap(({ resource, at }): [number, string, number][] => {
    if (resource.resource_type !== "source") return [];
    const fresh = collectFreshness(resource, artifacts);
    return fresh !== null && fresh.state > 1 ? [[at, fresh.status, fresh.age]] : [];
  });
  const chunk: HealthChunk = {
    untested: numbers(untested),
    keyless: numbers(keyless),
    undescribed: numbers(undescribed),
    columns: columns.filter(([, known, written]) => written < known),
    problems,
    ...timings(facts),
    stale,
    unread: numbers(models.filter(({ at }) => children[at]!.length === 0)),
    neverRun: numbers(all.filter(({ resource }) => BUILT.has(resource.resource_type) && !isEphemeral(resource) && !runs.last.has(resource.unique_id))),
  };
  const sum = (index: 1 | 2): number => columns.reduce((total, entry) => total + entry[index], 0);
  const counts: HealthCounts = {
    models: models.length,
    described: models.filter(({ resource }) => descriptionOf(resource) !== "").length,
    columns: sum(1),
    describedColumns: sum(2),
    tested: models.length - untested.length,
    keyed: models.length - keyless.length,
    failing: problems.filter(({ state }) => state === 3).length,
    warning: problems.filter(({ state }) => state === 2).length,
    stale: stale.length,
  };
  return { chunk, counts };
}

const isEphemeral = (resource: Resource): boolean =>
  (resource["config"] as { materialized?: unknown } | undefined)?.materialized === "ephemeral";

/** One column is tested to be unique and not null; another test says unique in its name; or a primary key is declared. */
function hasKeyTest(model: Resource, tests: readonly KnownTest[]): boolean {
  const unique = new Set(tests.filter(({ kind }) => kind === "unique").map(({ column }) => column));
  if (tests.some(({ kind, column }) => kind === "not_null" && unique.has(column))) return true;
  if (tests.some(({ kind }) => kind !== "unique" && /unique|primary_key/.test(kind))) return true;
  const owners = [model, ...writtenColumns(model)];
  return owners.some(({ constraints }) => Array.isArray(constraints) && constraints.some((each) => (each as { type?: unknown }).type === "primary_key"));
}

/** Failures first; in each by name. */
function collectProblems({ shown, runs, tests }: SiteFacts): HealthProblem[] {
  const problems: HealthProblem[] = [];
  const seen = new Set<string>();
  shown.resources.forEach(({ unique_id, resource_type }, node) => {
    const own = runs.last.get(unique_id);
    if (own !== undefined && (own.state === 2 || own.state === 3) && resource_type !== "test" && resource_type !== "unit_test")
      problems.push({ node, test: "", state: own.state, message: own.message ?? own.status });
    for (const test of tests.get(unique_id) ?? []) {
      if ((test.state !== 2 && test.state !== 3) || seen.has(test.id)) continue;
      seen.add(test.id);
      problems.push({ node, test: [test.column, test.name].filter(Boolean).join(" · "), state: test.state, message: test.message ?? test.status ?? "" });
    }
  });
  return problems.sort((a, b) => b.state - a.state || a.node - b.node);
}

function timings({ shown, runs }: SiteFacts): Pick<HealthChunk, "slow" | "slower"> {
  const timed = shown.resources.flatMap(({ unique_id, resource_type }, at) => {
    const last = runs.last.get(unique_id);
    return BUILT.has(resource_type) && last !== undefined && last.state === 1 ? [{ at, id: unique_id, seconds: last.seconds }] : [];
  });
  const total = timed.reduce((sum, { seconds }) => sum + seconds, 0);
  const slow = timed
    .toSorted((a, b) => b.seconds - a.seconds || a.at - b.at)
    .slice(0, SLOWEST)
    .map(({ at, seconds }): [number, number, number] => [at, round(seconds), total === 0 ? 0 : round((100 * seconds) / total)]);
  const slower = timed.flatMap(({ at, id, seconds }): [number, number, number][] => {
    const before = runs.points.get(id)!.slice(0, -1).filter(({ state }) => state === 1).map((point) => point.seconds).sort((a, b) => a - b);
    if (before.length < RUNS_BEFORE) return [];
    const usual = before[Math.floor(before.length / 2)]!;
    return seconds >= usual * TIMES && seconds - usual >= SECONDS ? [[at, round(seconds), round(usual)]] : [];
  });
  return { slow, slower };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
