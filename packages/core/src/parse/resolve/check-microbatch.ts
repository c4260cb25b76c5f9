/** What microbatch models must say about themselves, and what their inputs should. */
import { fail } from "../../errors/tsmodel-error.ts";
import { findGraphNode } from "../../manifest/manifest.ts";
import type { ModelNode } from "../../manifest/node.ts";
import { dateTimeFromIso } from "../../template/python/date-time-class.ts";
import { findNearestName } from "../../util/nearest-name.ts";
import type { ParseState } from "../parse-state.ts";
import { strOf } from "../python-text.ts";

export function checkMicrobatch(state: ParseState): void {
  const models = [...state.manifest.nodes.values()].filter(isMicrobatch);
  const builtIn = state.registry.microbatchMacroIsBuiltIn;
  const required = state.project.flags.require_batched_execution_for_custom_microbatch_strategy === true;
  if (models.length > 0 && !builtIn && !required) {
    state.warnings.deprecate("MicrobatchMacroOutsideOfBatchesDeprecation", () =>
      fail("microbatch-macro", {}),
    );
  }
  if (!builtIn && !required) return;
  for (const node of models) {
    state.problems.attempt(
      () => {
        checkModel(node);
        checkInputs(state, node);
      },
      { node },
    );
  }
  warnConcurrency(state);
}

function isMicrobatch(node: {
  readonly resource_type: string;
  readonly config: { readonly [key: string]: unknown };
}): node is ModelNode {
  return node.config.materialized === "incremental" && node.config.incremental_strategy === "microbatch";
}

const SIZES: readonly string[] = ["hour", "day", "month", "year"];

/** @throws TsmodelError microbatch-config */
function checkModel(node: ModelNode): void {
  const { name, config } = node;
  const invalid = (text: string, nearest?: string): Error =>
    fail("microbatch-invalid", { model: name, text, nearest });
  if ((config.event_time ?? null) === null)
    throw invalid("has no 'event_time': the name of the column that says when a row happened");
  if (typeof config.event_time !== "string")
    throw invalid(`takes the name of a column as 'event_time', but got: ${strOf(config.event_time)}`);
  if ((config.begin ?? null) === null) throw invalid("has no 'begin': the earliest time to build from");
  const begin = isoTimeOf(config.begin);
  if (begin === undefined)
    throw invalid(`takes a date or time in ISO format as 'begin', but got: ${strOf(config.begin)}`);
  (config as { begin?: unknown }).begin = begin;
  const size = config.batch_size;
  if (!SIZES.includes(size as string)) {
    throw invalid(
      `takes one of ${SIZES.join(", ")} as 'batch_size', but got: ${strOf(size)}`,
      typeof size === "string" ? findNearestName(size, SIZES) : undefined,
    );
  }
  const { lookback = null, concurrent_batches: concurrent = null } = config;
  if (lookback !== null && !Number.isInteger(lookback))
    throw invalid(`takes a whole number as 'lookback', but got: ${strOf(lookback)}`);
  if (concurrent !== null && typeof concurrent !== "boolean")
    throw invalid(`takes true or false as 'concurrent_batches', but got: ${strOf(concurrent)}`);
}

/** As Python prints what its `datetime.fromisoformat` reads. */
function isoTimeOf(text: unknown): string | undefined {
  if (typeof text !== "string") return undefined;
  try {
    return dateTimeFromIso(text).isoformat();
  } catch {
    return undefined;
  }
}

/** Without an input that has an event_time, every batch reads everything. @throws TsmodelError microbatch-invalid */
function checkInputs(state: ParseState, node: ModelNode): void {
  const inputs = node.depends_on.nodes.map((id) => findGraphNode(state.manifest, id));
  for (const input of inputs) {
    const time = input?.config.event_time;
    if (!time || typeof time === "string") continue;
    const text = `depends on '${input!.name}', whose 'event_time' has to be the name of a column, but is: ${strOf(time)}`;
    throw fail("microbatch-invalid", { model: node.name, text });
  }
  if (inputs.some((input) => input?.config.event_time)) return;
  state.warnings.add(
    "MicrobatchModelNoEventTimeInputs",
    fail("microbatch-inputs", { model: node.name }, { node }),
    { model_name: node.name },
  );
}

function warnConcurrency(state: ParseState): void {
  const { plugin } = state.project.profile;
  if (plugin.capabilities.microbatchConcurrency === true) return;
  const count = [...state.manifest.nodes.values()].filter(
    (node) => node.config.concurrent_batches === true,
  ).length;
  if (count > 0)
    state.warnings.add(
      "InvalidConcurrentBatchesConfig",
      fail("microbatch-concurrency", { count, adapter: plugin.type }),
      { num_models: count, adapter_type: plugin.type },
    );
}
