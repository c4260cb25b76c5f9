/**
 * What dbt asks of a project with semantic models and metrics: a time spine, the newer forms where flags want them, and
 * the rules of dbt_semantic_interfaces.
 */
import { findInProperties } from "../../context/properties-place.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { ModelNode } from "../../manifest/node.ts";
import type { ParseState } from "../parse-state.ts";
import { GRAINS } from "../properties/semantic-words.ts";
import { itemRules } from "./semantics/item-rules.ts";
import { measureRules } from "./semantics/measure-rules.ts";
import { metricRules } from "./semantics/metric-rules.ts";
import { modelRules } from "./semantics/model-rules.ts";
import { nameRules } from "./semantics/name-rules.ts";
import { readSemanticLayer, type Finding } from "./semantics/semantic-layer.ts";

const DAY = GRAINS.indexOf("day");

export function checkSemantics(state: ParseState): void {
  const { metrics, semantic_models: models } = state.manifest;
  if (models.size === 0) return;
  checkTimeSpines(state);
  // dbt checks the rest where there are metrics only.
  if (metrics.size === 0) return;
  checkCumulativeMetrics(state);
  // Rules take for granted what the stages before have found.
  if (!state.problems.any) checkRules(state);
}

function checkRules(state: ParseState): void {
  const layer = readSemanticLayer(state.manifest, state.environment);
  const findings = [...modelRules, ...measureRules, ...metricRules, ...nameRules, ...itemRules].flatMap(
    (rule) => [...rule(layer)],
  );
  const told = new Set<string>();
  for (const { about, message, isWarning } of findings) {
    const key = JSON.stringify([about.unique_id, message]);
    if (!told.has(key)) tell(state, { about, message, isWarning });
    told.add(key);
  }
  const count = findings.filter(({ isWarning }) => isWarning !== true).length;
  if (count > 0) state.problems.add(fail("semantic-layer-invalid", { count }));
}

/** Each by itself, as dbt tells them, with the place. */
function tell({ shared, effects }: ParseState, { about, message, isWarning }: Finding): void {
  const place = findInProperties(shared, about, message);
  const error = fail("semantic-rule", { message }, { at: place === undefined ? [] : [place] });
  const text = [message, ...error.frames()].join("\n");
  effects.report({
    type: "message",
    level: isWarning === true ? "warn" : "error",
    name: "SemanticValidationFailure",
    code: "I070",
    text,
  });
}

/** Before time spines could be configured, a model of a certain name was one, by day. */
function checkTimeSpines(state: ParseState): void {
  const models = [...state.manifest.nodes.values()].filter(
    (node): node is ModelNode => node.resource_type === "model",
  );
  const grains = models.filter(({ time_spine: spine }) => spine !== null).map(grainOf);
  const legacy = models.find(({ name }) => name === "metricflow_time_spine");
  if (!grains.some((grain) => grain >= 0 && grain <= DAY) && legacy === undefined) {
    state.problems.add(fail("time-spine-missing", {}));
    return;
  }
  if (legacy === undefined || legacy.time_spine || grains.includes(DAY) || state.manifest.metrics.size === 0)
    return;
  if (state.project.flags.require_yaml_configuration_for_mf_time_spines !== false) return;
  state.warnings.deprecate("MFTimespineWithoutYamlConfigurationDeprecation", () =>
    fail("time-spine-unconfigured", {}, { node: legacy }),
  );
}

function grainOf({ time_spine: spine, columns }: ModelNode): number {
  const { standard_granularity_column: name } = spine as { readonly standard_granularity_column?: string };
  return GRAINS.indexOf(Object.values(columns).find((column) => column.name === name)?.granularity ?? "");
}

/** `window` and `grain_to_date` beside `cumulative_type_params`. */
function checkCumulativeMetrics(state: ParseState): void {
  const old = [...state.manifest.metrics.values()].filter(({ type_params: params }) => {
    const { window, grain_to_date: grain } = (params ?? {}) as {
      readonly window?: unknown;
      readonly grain_to_date?: unknown;
    };
    return Boolean(window) || Boolean(grain);
  });
  if (old.length === 0) return;
  const error = fail("metric-params-old", { metrics: old.map(({ name }) => name) }, { node: old[0] });
  if (state.project.flags.require_nested_cumulative_type_params === true) state.problems.add(error);
  else state.warnings.deprecate("MFCumulativeTypeParamsDeprecation", () => error);
}
