/** Watch mode's stream: nothing while it works, failures with their frame when they happen; the line a change is the command's. */
import type { NodeResult, TsmodelEvent } from "@tsmodel/core";
import { cutMiddle, formatClock, formatCount, formatDuration, pluralize } from "../terminal/format.ts";
import type { Style } from "../terminal/style.ts";
import type { Reporter, TextSink } from "./reporter.ts";

export function createWatchReporter(sink: TextSink, style: Style): Reporter {
  return {
    report(event: TsmodelEvent): void {
      if (event.type === "node-finished" && ["error", "fail"].includes(event.result.status)) sink.write(renderFailure(event.result, style));
      else if (event.type === "message" && (event.level === "error" || event.name === "PrintEvent")) sink.write(`${event.text}\n`);
    },
    close: () => undefined,
  };
}

function renderFailure({ node, error, message, status }: NodeResult, style: Style): string {
  if (error === undefined) return `${style.red("✗")} ${node.name}: ${(message ?? status).trim()}\n`;
  const hint = error.hint ? `\n  ${style.blue(error.hint)}` : "";
  return `${style.red(`error ${error.code}`)}: ${error.message}\n${error.frames().join("\n")}${hint}\n`;
}

/** What changed about one relation. */
export interface RelationChange {
  readonly rows?: number;
  readonly rowsBefore?: number;
  /** "+region_group", "wau: BIGINT → DOUBLE" */
  readonly columns: readonly string[];
}

export interface WatchLine {
  readonly at: Date;
  readonly paths: readonly string[];
  readonly results: readonly NodeResult[];
  /** Seconds from the save to the end. */
  readonly seconds: number;
  /** By unique id. */
  readonly changes: ReadonlyMap<string, RelationChange>;
}

/** "18:02:11  models/marts/mart_x.sql  →  1 model  62 ms ✓   29 rows (+0)   6 tests ✓" */
export function renderWatchLine(line: WatchLine, style: Style): string {
  const isTest = ({ node }: NodeResult): boolean => node.resource_type === "test" || node.resource_type === "unit_test";
  const built = line.results.filter((result) => !isTest(result) && result.node.resource_type !== "operation");
  const tests = line.results.filter(isTest);
  const bad = (results: readonly NodeResult[]): NodeResult[] => results.filter(({ status }) => status === "error" || status === "fail");
  const mark = (failed: readonly NodeResult[]): string => (failed.length === 0 ? style.green("✓") : style.red(`✗  ${failed.slice(0, 3).map(({ node }) => cutMiddle(node.name, 50)).join(", ")}`));
  const shownPaths = line.paths.length <= 2 ? line.paths.join(", ") : `${line.paths[0]} and ${line.paths.length - 1} more`;
  const parts = [`${style.dim(formatClock(line.at))}  ${shownPaths}  →  ${built.length === 0 ? "nothing to build" : pluralize(built.length, "model")}  ${formatDuration(line.seconds)} ${mark(bad(built))}`];
  const change = built.length === 1 ? line.changes.get(built[0]!.unique_id) : undefined;
  if (change?.rows !== undefined) parts.push(`${pluralize(change.rows, "row")}${change.rowsBefore === undefined ? "" : ` (${signed(change.rows - change.rowsBefore)})`}`);
  const columns = [...line.changes.values()].flatMap(({ columns: names }) => names);
  if (columns.length > 0) parts.push(style.yellow(columns.slice(0, 6).join(", ")));
  if (tests.length > 0) parts.push(`${pluralize(tests.length, "test")} ${mark(bad(tests))}`);
  return parts.join("   ");
}

const signed = (difference: number): string => (difference < 0 ? `-${formatCount(-difference)}` : `+${formatCount(difference)}`);
