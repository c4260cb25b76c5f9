/** Monitoring files → what is watched and how. Takes parsed values and functions that know places; touches no file. */
import {
  checkShape,
  findNearest,
  ProblemList,
  type Locate,
  type Path,
  type Problem,
} from "@tsmodel/dashboards";
import { isGlob, matchesGlob } from "./glob.ts";
import { monitoringShape } from "./monitoring-shape.ts";
import type {
  CheckKind,
  MeasureSpec,
  MonitoringSpec,
  Severity,
  SeveritySpec,
  TableSpec,
} from "./monitoring-spec.ts";
import type {
  Channel,
  Limit,
  MeasureSettings,
  Monitoring,
  SeriesSettings,
  Silence,
  TableSettings,
} from "./monitoring.ts";

export interface MonitoringFile {
  readonly value: unknown;
  readonly locate: Locate;
}

/** Names that files may speak of. */
export interface KnownNames {
  readonly models: readonly string[];
  /** "source.table" */
  readonly sources: readonly string[];
  /** "dashboard.query.measure" */
  readonly measures: readonly string[];
}

export type PlannedMonitoring =
  { readonly monitoring: Monitoring } | { readonly problems: readonly Problem[] };

/** Severities unless files say otherwise. */
export const SEVERITY: { readonly [kind in CheckKind]: Severity } = {
  freshness: "error",
  volume: "error",
  schema: "error",
  columns: "warn",
  mix: "warn",
  metrics: "warn",
  lines: "warn",
};
const MIN_CHANGE = 25;
export const METRICS: readonly string[] = ["null_share", "distinct_count", "min", "max", "mean"];

interface Entry<Spec> {
  readonly pattern: string;
  readonly spec: Spec;
  readonly path: Path;
  readonly locate: Locate;
}

/** All problems of all files at once: those of shape first. No file is a file that says nothing. */
export function planMonitoring(files: readonly MonitoringFile[], known: KnownNames): PlannedMonitoring {
  const lists = files.map(({ value, locate }) => {
    const problems = new ProblemList(locate, "monitoring");
    checkShape(value, monitoringShape, [], problems);
    return problems;
  });
  const shapeProblems = lists.flatMap(({ problems }) => problems);
  if (shapeProblems.length > 0) return { problems: shapeProblems };
  const specs = files.map(({ value, locate }, index) => ({
    spec: value as MonitoringSpec,
    locate,
    problems: lists[index]!,
  }));
  for (const { spec, problems } of specs) {
    checkNames(spec.models, ["models"], known.models, "model", problems);
    checkNames(spec.sources, ["sources"], known.sources, "source", problems);
    checkNames(spec.measures, ["measures"], known.measures, "measure", problems);
    checkLimits(spec, problems);
    checkChannels(spec, problems);
  }
  checkOnce(specs);
  const problems = lists.flatMap((list) => list.problems);
  if (problems.length > 0) return { problems };
  return { monitoring: build(specs) };
}

interface Read {
  readonly spec: MonitoringSpec;
  readonly locate: Locate;
  readonly problems: ProblemList;
}

function checkNames(
  entries: object | undefined,
  path: Path,
  known: readonly string[],
  noun: string,
  problems: ProblemList,
): void {
  for (const name of Object.keys(entries ?? {})) {
    const found = isGlob(name) ? known.some((each) => matchesGlob(each, name)) : known.includes(name);
    if (found) continue;
    const nearest = findNearest(name, known);
    problems.add(
      "name-unknown",
      [...path, name],
      isGlob(name) ? `no ${noun} matches "${name}"` : `there is no ${noun} "${name}"`,
      {
        what: "key",
        hint: nearest === undefined ? undefined : `did you mean "${nearest}"?`,
      },
    );
  }
}

/** "row_count" or "column.metric"; whether the column exists is seen when the table is read. */
function checkLimits(spec: MonitoringSpec, problems: ProblemList): void {
  for (const kind of ["models", "sources"] as const)
    for (const [name, table] of Object.entries(spec[kind] ?? {}))
      for (const key of Object.keys(table.limits ?? {})) {
        const metric = key.slice(key.lastIndexOf(".") + 1);
        if (key === "row_count" || (key.includes(".") && METRICS.includes(metric))) continue;
        problems.unknown(
          "name-unknown",
          [kind, name, "limits", key],
          `there is no metric "${key}"`,
          metric,
          ["row_count", ...METRICS],
          "key",
        );
      }
}

function checkChannels({ notify }: MonitoringSpec, problems: ProblemList): void {
  for (const [kind, channel] of Object.entries(notify ?? {}))
    if ((channel.url === undefined) === (channel.url_env === undefined))
      problems.add("value", ["notify", kind], 'a channel needs "url" or "url_env"', { what: "key" });
}

/** Files add up; what can be said once only is said in one of them. */
function checkOnce(specs: readonly Read[]): void {
  const taken = new Set<string>();
  const claim = (key: string, path: Path, problems: ProblemList): void => {
    if (taken.has(key))
      problems.add("value", path, `"${path.at(-1)}" is in another monitoring file too`, { what: "key" });
    taken.add(key);
  };
  for (const { spec, problems } of specs) {
    for (const key of ["as_of", "min_change", "severity", "notify"] as const)
      if (spec[key] !== undefined) claim(key, [key], problems);
    for (const kind of ["models", "sources", "measures"] as const)
      for (const name of Object.keys(spec[kind] ?? {})) claim(`${kind} ${name}`, [kind, name], problems);
  }
}

function build(specs: readonly Read[]): Monitoring {
  const first = <Value>(pick: (spec: MonitoringSpec) => Value | undefined): Value | undefined =>
    specs.map(({ spec }) => pick(spec)).find((value) => value !== undefined);
  const general: SeveritySpec = first(({ severity }) => severity) ?? {};
  const minChange = (first((spec) => spec.min_change) ?? MIN_CHANGE) / 100;
  const entriesOf = <Spec>(kind: "models" | "sources" | "measures"): Entry<Spec>[] =>
    specs.flatMap(({ spec, locate }) =>
      Object.entries(spec[kind] ?? {}).map(([pattern, each]) => ({
        pattern,
        spec: each as Spec,
        path: [kind, pattern],
        locate,
      })),
    );
  const tables = { model: entriesOf<TableSpec>("models"), source: entriesOf<TableSpec>("sources") };
  const measures = entriesOf<MeasureSpec>("measures");
  const asOf = specs.find(({ spec }) => spec.as_of !== undefined);
  return {
    asOf: asOf === undefined ? undefined : { sql: asOf.spec.as_of!, at: asOf.locate(["as_of"]) },
    silences: specs.flatMap(readSilences),
    channels: specs.flatMap(readChannels),
    tableSettings: (kind, name) =>
      mergeTable(entriesFor(tables[kind], name), { ...SEVERITY, ...general }, minChange),
    measureSettings: (name) =>
      mergeMeasure(entriesFor(measures, name), { ...SEVERITY, ...general }, minChange),
  };
}

/** Patterns in their order, then the name itself: later ones win, key by key. */
const entriesFor = <Spec>(entries: readonly Entry<Spec>[], name: string): Entry<Spec>[] => [
  ...entries.filter(({ pattern }) => isGlob(pattern) && matchesGlob(name, pattern)),
  ...entries.filter(({ pattern }) => pattern === name),
];

const placeOf = <Spec>(entries: readonly Entry<Spec>[]): TableSettings["at"] => {
  const last = entries.at(-1);
  return last?.locate(last.path, "key");
};

function mergeTable(
  entries: readonly Entry<TableSpec>[],
  general: { readonly [kind in CheckKind]: Severity },
  minChange: number,
): TableSettings {
  const spec: TableSpec = Object.assign({}, ...entries.map((entry) => entry.spec));
  const severity = entries.reduce(
    (merged, entry) => ({ ...merged, ...severityOf(entry.spec.severity) }),
    general,
  );
  const limits: { [metric: string]: Limit } = {};
  for (const entry of entries)
    for (const [metric, limit] of Object.entries(entry.spec.limits ?? {}))
      limits[metric] = { ...limit, at: entry.locate([...entry.path, "limits", metric], "key") };
  return {
    ...seriesSettings(spec, minChange),
    time: spec.time,
    grain: spec.grain,
    warnAfter: spec.freshness?.warn_after === undefined ? undefined : parseHours(spec.freshness.warn_after),
    errorAfter:
      spec.freshness?.error_after === undefined ? undefined : parseHours(spec.freshness.error_after),
    columns: spec.columns,
    mix: spec.mix,
    limits,
    severity,
    at: placeOf(entries),
  };
}

const severityOf = (severity: Severity | SeveritySpec | undefined): SeveritySpec =>
  typeof severity === "string"
    ? (Object.fromEntries(Object.keys(SEVERITY).map((kind) => [kind, severity])) as SeveritySpec)
    : (severity ?? {});

function mergeMeasure(
  entries: readonly Entry<MeasureSpec>[],
  general: { readonly [kind in CheckKind]: Severity },
  minChange: number,
): MeasureSettings {
  const spec: MeasureSpec = Object.assign({}, ...entries.map((entry) => entry.spec));
  return {
    ...seriesSettings(spec, minChange),
    min: spec.min,
    max: spec.max,
    by: spec.by ?? [],
    severity: { metrics: spec.severity ?? general.metrics, lines: spec.severity ?? general.lines },
    at: placeOf(entries),
  };
}

const seriesSettings = (spec: TableSpec | MeasureSpec, minChange: number): SeriesSettings => ({
  wait: spec.wait ?? 0,
  since: spec.since,
  minChange: spec.min_change === undefined ? minChange : spec.min_change / 100,
  season: spec.season ?? "weekly",
  lookAt: spec.look_at,
});

function readSilences({ spec, locate }: Read): Silence[] {
  const mutes = (spec.mute ?? []).map(({ match, until, reason }, index): Silence => ({
    kind: "muted",
    match,
    until,
    reason,
    at: locate(["mute", index]),
  }));
  const acknowledged = (spec.acknowledge ?? []).map(({ finding, until, reason, by }, index): Silence => ({
    kind: "acknowledged",
    match: finding,
    until,
    reason,
    by,
    at: locate(["acknowledge", index]),
  }));
  return [...mutes, ...acknowledged];
}

const readChannels = ({ spec, locate }: Read): Channel[] =>
  (["slack", "webhook"] as const).flatMap((kind) => {
    const channel = spec.notify?.[kind];
    if (channel === undefined) return [];
    const { url, url_env: urlEnv, secret_env: secretEnv, least = "warn" } = channel;
    return [{ kind, url, urlEnv, secretEnv, least, at: locate(["notify", kind], "key") }];
  });

const HOURS: { readonly [unit: string]: number } = { m: 1 / 60, h: 1, d: 24, w: 168 };

/** "36 hours" → 36. The shape of the text is checked before. */
export function parseHours(text: string): number {
  const [, count, unit] = /^([\d.]+) ?(\w)/.exec(text)!;
  return Number(count) * HOURS[unit!]!;
}
