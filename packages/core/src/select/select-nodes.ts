import type { Report } from "../events/event.ts";
import type { Graph } from "../graph/build-graph.ts";
import type { JsonValue } from "../manifest/json.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { PreviousState } from "../state/previous-state.ts";

export type IndirectSelection = "eager" | "cautious" | "buildable" | "empty";

export interface SelectOptions {
  /** Words of --select; absent or empty selects everything. */
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  /** A name of selectors.yml. */
  readonly selector?: string;
  readonly indirectSelection?: IndirectSelection;
  /** Resource types the command is about; absent: all. */
  readonly resourceTypes?: ReadonlySet<string>;
  readonly rootPackage: string;
  /** Adapter type and what it enforces, for contract comparison. */
  readonly adapterType?: string;
  /** Absolute project root, for `path:`. */
  readonly root: string;
  /** Keep models without SQL (`ls` does). */
  readonly includeEmpty?: boolean;
  /** selectors.yml as read. */
  readonly selectors?: JsonValue;
  readonly report: Report;
}

export interface Selection {
  /** Selected unique ids, sorted. */
  readonly ids: ReadonlySet<string>;
  /** Criteria that matched nothing, as written. */
  readonly unmatched: readonly string[];
  /** Tests that touch the selection but also unselected nodes, so that cautious and buildable leave them out. */
  readonly indirectOnly: ReadonlySet<string>;
}

/** @throws TsmodelError selector-invalid, selector-unknown, selector-not-found, state-missing */
export declare function selectNodes(options: SelectOptions, graph: Graph, manifest: Manifest, state?: PreviousState): Selection;
