/** `metrics:` entries. They are carried into the artifacts; tsmodel does not compute them. */
import { fail } from "../../errors/tsmodel-error.ts";
import type { NodeConfig, SemanticResource } from "../../manifest/node.ts";
import { fqnOf } from "../nodes/create-node.ts";
import { addUnique, registerDisabled } from "../nodes/register-node.ts";
import type { ParseState } from "../parse-state.ts";
import { strOf } from "../python-text.ts";
import type { Entry } from "./prepare-entry.ts";
import { placeOf, type RawEntry } from "./properties-file.ts";
import type { MutableEntry } from "./render-entry.ts";
import { GRAINS, semanticWord } from "./semantic-words.ts";

/** @throws TsmodelError metric-name, metric-window, resource-duplicate */
export function parseMetric(state: ParseState, entry: Entry): void {
  checkName(entry);
  addMetric(state, entry.raw, entry.value);
}

/** Also for the metrics that semantic models make of their measures. @throws TsmodelError */
export function addMetric(state: ParseState, raw: RawEntry, value: MutableEntry): void {
  const { source, packageName } = raw.file;
  const name = value.name as string;
  const fqn = fqnOf(packageName, source.relativePath, name);
  const { config, unrendered } = state.configs.resolve({
    resourceType: "metric",
    packageName,
    fqn,
    patch: (value.config ?? {}) as MutableEntry,
  });
  const configuredMeta = config.meta as MutableEntry;
  const metric = {
    name,
    resource_type: "metric",
    package_name: packageName,
    path: source.relativePath,
    original_file_path: source.originalPath,
    unique_id: `metric.${packageName}.${name}`,
    fqn,
    description: (value.description ?? "") as string,
    label: value.label as string,
    type: semanticWord(value.type)!,
    type_params: buildTypeParams(raw, value),
    filter: buildFilter(value.filter),
    metadata: null,
    time_granularity: value.time_granularity ?? null,
    meta: Object.keys(configuredMeta).length > 0 ? configuredMeta : (value.meta ?? {}),
    tags: value.tags ?? [],
    config: { ...config } as unknown as NodeConfig,
    unrendered_config: unrendered,
    sources: [],
    depends_on: { macros: [], nodes: [] },
    refs: [],
    metrics: [],
    created_at: state.createdAt,
    group: config.group ?? null,
  } satisfies SemanticResource;
  if (!metric.config.enabled) return registerDisabled(state, metric);
  addUnique(state.manifest.metrics, metric as SemanticResource);
  state.manifest.index.addSemantic(metric);
}

function checkName(entry: Entry): void {
  const { name } = entry;
  const reasons = [
    name.includes(" ") ? "cannot contain spaces" : "",
    name.length > 250 ? "cannot contain more than 250 characters" : "",
    /^[A-Za-z]/.test(name) ? "" : "must begin with a letter",
    /^[\p{L}\p{N}_]+$/u.test(name) ? "" : "must contain only letters, numbers and underscores",
  ].filter((reason) => reason !== "");
  if (reasons.length > 0)
    throw fail("metric-name", { name, reasons }, { at: [placeOf(entry.raw, ["name"])] });
}

/** `where_filters` of a text or a list of texts. */
export function buildFilter(written: unknown): { where_filters: { where_sql_template: string }[] } | null {
  if (written === undefined || written === null) return null;
  const templates = Array.isArray(written) ? (written as string[]) : [written as string];
  return { where_filters: templates.map((template) => ({ where_sql_template: template })) };
}

function buildTypeParams(raw: RawEntry, value: MutableEntry): MutableEntry {
  const params = value.type_params as MutableEntry;
  return {
    measure: optional(params.measure, inputMeasure),
    input_measures: [],
    numerator: optional(params.numerator, (metric) => inputMetric(raw, metric)),
    denominator: optional(params.denominator, (metric) => inputMetric(raw, metric)),
    expr: optional(params.expr, strOf),
    window: optional(params.window, (window) => timeWindow(raw, window)),
    grain_to_date: semanticWord(params.grain_to_date),
    metrics: ((params.metrics ?? []) as unknown[]).map((metric) => inputMetric(raw, metric)),
    conversion_type_params: optional(params.conversion_type_params, (conversion) =>
      conversionParams(raw, conversion as MutableEntry),
    ),
    cumulative_type_params: semanticWord(value.type) === "cumulative" ? cumulativeParams(raw, params) : null,
    metric_aggregation_params: null,
  };
}

function optional<T>(value: unknown, build: (value: unknown) => T): T | null {
  return value === undefined || value === null ? null : build(value);
}

function inputMeasure(written: unknown): MutableEntry {
  const { name, filter, alias, join_to_timespine, fill_nulls_with } = (
    typeof written === "string" ? { name: written } : written
  ) as MutableEntry;
  return {
    name,
    filter: buildFilter(filter),
    alias: alias ?? null,
    join_to_timespine: join_to_timespine ?? false,
    fill_nulls_with: fill_nulls_with ?? null,
  };
}

function inputMetric(raw: RawEntry, written: unknown): MutableEntry {
  const { name, filter, alias, offset_window, offset_to_grain } = (
    typeof written === "string" ? { name: written } : written
  ) as MutableEntry;
  const window = optional(offset_window, (text) => timeWindow(raw, text));
  return {
    name,
    filter: buildFilter(filter),
    alias: alias ?? null,
    offset_window: window,
    offset_to_grain: offset_to_grain ?? null,
  };
}

function conversionParams(raw: RawEntry, written: MutableEntry): MutableEntry {
  return {
    base_measure: inputMeasure(written.base_measure),
    conversion_measure: inputMeasure(written.conversion_measure),
    entity: written.entity,
    calculation: semanticWord(written.calculation) ?? "conversion_rate",
    window: optional(written.window, (text) => timeWindow(raw, text)),
    constant_properties: written.constant_properties ?? null,
  };
}

/** `window` and `grain_to_date` may still stand beside `cumulative_type_params`. */
function cumulativeParams(raw: RawEntry, params: MutableEntry): MutableEntry {
  const written = (params.cumulative_type_params ?? {}) as MutableEntry;
  return {
    window: optional(written.window || params.window, (text) => timeWindow(raw, text)),
    grain_to_date: (written.grain_to_date || params.grain_to_date) ?? null,
    period_agg: semanticWord(written.period_agg) ?? "first",
    metric: null,
  };
}

/** "28 days" @throws TsmodelError metric-window */
function timeWindow(raw: RawEntry, written: unknown): { count: number; granularity: string } {
  const text = strOf(written);
  const match = /^(\d+) (\S+)$/.exec(text.toLowerCase());
  if (match === null) throw fail("metric-window", { window: text }, { at: [placeOf(raw, ["type_params"])] });
  const singular = match[2]!.replace(/s$/, "");
  return { count: Number(match[1]), granularity: GRAINS.includes(singular) ? singular : match[2]! };
}
