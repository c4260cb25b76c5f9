/**
 * Events → dbt's log lines: same line shapes, event names, codes and data as dbt-core 1.11 writes, because people
 * grep them and tools parse them. Used by the plain and JSON reporters and by the log file.
 */
import type { GraphNode, NodeResult, TsmodelError, TsmodelEvent } from "@tsmodel/core";
import { pluralize } from "../terminal/format.ts";
import type { Style } from "../terminal/style.ts";
import { tagOf } from "./deprecations.ts";
import type { LogLine } from "./log-line.ts";

type EventOf<T extends TsmodelEvent["type"]> = Extract<TsmodelEvent, { type: T }>;

const line = (
  level: LogLine["level"],
  name: string,
  code: string,
  text: string,
  data: LogLine["data"] = {},
  node?: GraphNode,
  nodeStatus?: string,
): LogLine => ({ level, name, code, text, data, node, nodeStatus });

const blank = (): LogLine => line("info", "Formatting", "Z017", "", { msg: "" });

export function renderDbtLines(event: TsmodelEvent, style: Style, width: number): LogLine[] {
  switch (event.type) {
    case "message":
      return [line(event.level, event.name, event.code ?? "", event.text, event.data ?? { msg: event.text }, event.node)];
    case "warning": {
      const text = `${tagOf(event, style, event.named)}${warningText(event.error)}`;
      return [line("warn", event.name ?? "Warning", event.code ?? "", text, event.data ?? { msg: event.error.message })];
    }
    case "project-loaded":
      return [foundLine(event)];
    case "run-started": {
      const text = `Concurrency: ${event.threads} threads (target='${event.target}')`;
      const data = { num_threads: event.threads, target_name: event.target, node_count: event.total };
      return [blank(), line("info", "ConcurrencyLine", "Q027", text, data), blank()];
    }
    case "node-started": {
      const text = progressLine(`START ${event.what}`, "RUN", event.index, event.total, width);
      const data = { description: event.what, index: event.index, total: event.total };
      const { node } = event;
      return [line("debug", "NodeStart", "Q024", `Began running node ${node.unique_id}`, {}, node, "started"), line("info", "LogStartLine", "Q011", text, data, node, "started")];
    }
    case "node-progress":
      return [];
    case "node-finished":
      return [finishedLine(event, style, width), ...ephemeralFailure(event.result, style), nodeFinishedLine(event.result)];
    case "hook-started": {
      const text = progressLine(`START hook: ${hookName(event.node, event)}`, "RUN", event.index, event.total, width);
      const start = line("info", "LogHookStartLine", "Q032", text, { statement: hookName(event.node, event), index: event.index, total: event.total }, event.node);
      return event.where === "on-run-end" && event.index === 1 ? [blank(), start] : [start];
    }
    case "hook-finished":
      // A blank line between hooks and nodes.
      return [hookFinishedLine(event, style, width), ...(event.where === "on-run-start" && event.index === event.total ? [blank()] : [])];
    case "query":
      return [line("debug", "SQLQuery", "E016", `On ${event.node ?? "master"}: ${event.sql}`, { conn_name: event.node ?? "master", sql: event.sql, elapsed: event.seconds, status: event.status })];
    case "run-finished":
      return summaryLines(event, style);
  }
}

/** The sentence, then where and what was meant. */
function warningText(error: TsmodelError): string {
  return [error.message, ...error.frames(), ...(error.hint ? [`  ${error.hint}`] : [])].join("\n");
}

/** "Found 3 models, 2 data tests, 511 macros" */
function foundLine(event: EventOf<"project-loaded">): LogLine {
  const stats = Object.entries(event.counts)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => plain(count, kind))
    .join(", ");
  return line("info", "FoundStats", "W006", `Found ${stats}`, { stat_line: stats });
}

/** dbt's 80 columns: progress, message, dots, status in brackets. */
export function progressLine(
  message: string,
  status: string,
  index: number | undefined,
  total: number | undefined,
  width: number,
  seconds?: number,
): string {
  const progress = index === undefined || total === undefined ? "" : `${index} of ${total} `;
  const took = seconds === undefined ? "" : ` in ${seconds.toFixed(2)}s`;
  return `${`${progress}${message} `.padEnd(width, ".")} [${status}${took}]`;
}

function finishedLine(event: EventOf<"node-finished">, style: Style, width: number): LogLine {
  const { node, result, index, total } = event;
  if (result.status === "skipped") return skippedLine(event, style, width);
  const seconds = result.execution_time;
  const at = (text: string, status: string): string => progressLine(text, status, index, total, width, seconds);
  const data = { index, total, execution_time: seconds, status: result.status };
  const level = result.status === "error" || result.status === "fail" || result.status === "runtime error" ? "error" : "info";
  switch (node.resource_type) {
    case "test":
    case "unit_test": {
      const name = event.what.slice(event.what.indexOf(" ") + 1);
      const word = { pass: "PASS", warn: `WARN ${result.failures}`, fail: `FAIL ${result.failures}` }[result.status as string] ?? "ERROR";
      const text = at(`${word} ${name}`, colorStatus(word, result.status, style));
      const extra = { name, num_failures: result.failures ?? 0, num_models: total, attached_node: "attached_node" in node ? node.attached_node : undefined };
      return line(result.status === "warn" ? "warn" : level, "LogTestResult", "Q007", text, { ...data, ...extra }, node, result.status);
    }
    case "seed": {
      const failed = result.status === "error";
      const text = at(`${failed ? "ERROR loading" : "OK loaded"} ${event.what}`, failed ? style.red("ERROR") : style.green(result.message ?? "OK"));
      return line(level, "LogSeedResult", "Q016", text, { ...data, result_message: result.message, schema: node.schema, relation: node.alias }, node, result.status);
    }
    case "snapshot": {
      const failed = result.status === "error";
      const what = event.what.replace(/^snapshot /, "");
      const text = at(`${failed ? "ERROR snapshotting" : "OK snapshotted"} ${what}`, failed ? style.red("ERROR") : style.green(result.message ?? "OK"));
      return line(level, "LogSnapshotResult", "Q015", text, { ...data, description: what, result_message: result.message }, node, result.status);
    }
    case "source": {
      const word = { "runtime error": "ERROR", error: "ERROR STALE", warn: "WARN" }[result.status as string] ?? "PASS";
      const text = at(`${word} freshness of ${node.source_name}.${node.name}`, colorStatus(word, result.status, style));
      return line(result.status === "warn" ? "warn" : level, "LogFreshnessResult", "Q018", text, { ...data, source_name: node.source_name, table_name: node.name }, node, result.status);
    }
    case "exposure":
    case "saved_query":
      return line("info", "LogNodeNoOpResult", "Q019", at(`NO-OP ${event.what}`, style.yellow("NO-OP")), { ...data, description: event.what }, node, result.status);
    default: {
      const [word, status] = modelWords(result, style);
      return line(level, "LogModelResult", "Q012", at(`${word} ${event.what}`, status), { ...data, description: event.what, status: result.status === "error" ? result.status : (result.message ?? result.status) }, node, result.status);
    }
  }
}

/** dbt's last word on a node, for tools: the result as data. */
function nodeFinishedLine(result: NodeResult): LogLine {
  const { node } = result;
  const run_result = {
    status: result.status,
    message: result.message ?? "",
    timing_info: result.timing,
    thread: result.thread_id,
    execution_time: result.execution_time,
    adapter_response: result.adapter_response,
    num_failures: result.failures ?? 0,
  };
  return line("debug", "NodeFinished", "Q025", `Finished running node ${node.unique_id}`, { run_result }, node, result.status);
}

/** A node skipped for an ephemeral model shows that model's error: it has no line of its own. */
function ephemeralFailure({ status, error, node }: NodeResult, style: Style): LogLine[] {
  if (status !== "skipped" || error === undefined) return [];
  return [line("error", "RunResultError", "Z024", style.red(error.render()), { msg: error.message }, node, status)];
}

function modelWords(result: NodeResult, style: Style): [string, string] {
  if (result.status === "error") return ["ERROR creating", style.red("ERROR")];
  if (result.status === "partial success") return ["PARTIALLY created", style.yellow((result.message ?? "").toUpperCase())];
  return ["OK created", style.green(result.message ?? "OK")];
}

const colorStatus = (word: string, status: string, style: Style): string =>
  status === "pass" ? style.green(word) : status === "warn" ? style.yellow(word) : style.red(word);

function skippedLine({ node, index, total, result }: EventOf<"node-finished">, style: Style, width: number): LogLine {
  const schema = "schema" in node ? String(node.schema ?? "") : "";
  const isRelation = ["model", "seed", "snapshot"].includes(node.resource_type);
  const message = isRelation ? `SKIP relation ${schema}.${node.name}` : `SKIP ${node.resource_type} ${node.name}`;
  const data = { resource_type: node.resource_type, schema, node_name: node.name, index, total, because_of: result.skippedBecauseOf };
  return line("info", "SkippingDetails", "Q034", progressLine(message, style.yellow("SKIP"), index, total, width), data, node, result.status);
}

const hookName = (node: GraphNode, event: { index: number; where: string }): string =>
  `${node.package_name}.${event.where}.${event.index - 1}`;

function hookFinishedLine(event: EventOf<"hook-finished">, style: Style, width: number): LogLine {
  const status = event.result?.status ?? "success";
  const word = status === "success" ? "OK" : status === "skipped" ? "SKIP" : "ERROR";
  const shown = status === "success" ? style.green(word) : status === "skipped" ? style.yellow(word) : style.red(word);
  const seconds = event.result?.execution_time ?? 0;
  const statement = hookName(event.node, event);
  const text = progressLine(`${word} hook: ${statement}`, shown, event.index, event.total, width, seconds);
  return line("info", "LogHookEndLine", "Q033", text, { statement, status, index: event.index, total: event.total, execution_time: seconds }, event.node);
}

function summaryLines({ results, seconds, interrupted }: EventOf<"run-finished">, style: Style): LogLine[] {
  const stats = statLine(results.map((result) => result.node));
  const clock = `${Math.floor(seconds / 3600)} hours ${Math.floor((seconds % 3600) / 60)} minutes and ${(seconds % 60).toFixed(2)} seconds`;
  return [
    blank(),
    line("info", "FinishedRunningStats", "E047", `Finished running ${stats} in ${clock} (${seconds.toFixed(2)}s).`, { stat_line: stats, execution: ` in ${clock}`, execution_time: seconds }),
    ...(results.some(({ node }) => node.resource_type === "source") ? freshnessMessages(results, style) : endMessages(results, interrupted, style)),
  ];
}

/** "1 table model, 2 data tests, 2 view models": in the order of dbt's own names ("test"). */
function statLine(nodes: readonly GraphNode[]): string {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const kind = kindOf(node);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([kind, count]) => plain(count, kind === "test" ? "data test" : kind.replaceAll("_", " "))).join(", ");
}

function kindOf(node: GraphNode): string {
  if (node.resource_type === "model") return `${node.config.materialized} model`;
  if (node.resource_type === "operation") return "project hook";
  return node.resource_type;
}

function endMessages(results: readonly NodeResult[], interrupted: boolean, style: Style): LogLine[] {
  const errors = results.filter((r) => ["runtime error", "error", "fail"].includes(r.status) || (r.status === "skipped" && r.message !== null && r.node.resource_type !== "exposure"));
  const warnings = results.filter((r) => r.status === "warn");
  const partial = results.filter((r) => r.status === "partial success");
  const counts = {
    errors: plain(errors.length, "error"),
    warnings: plain(warnings.length, "warning"),
    partial: `${partial.length} partial ${partial.length === 1 ? "success" : "successes"}`,
  };
  const words = interrupted
    ? style.yellow("Exited because of keyboard interrupt")
    : errors.length > 0
      ? style.red(`Completed with ${counts.errors}, ${counts.partial}, and ${counts.warnings}:`)
      : partial.length > 0
        ? style.yellow(`Completed with ${counts.partial} and ${counts.warnings}`)
        : warnings.length > 0
          ? style.yellow(`Completed with ${counts.warnings}:`)
          : style.green("Completed successfully");
  const data = { num_errors: errors.length, num_warnings: warnings.length, num_partial_success: partial.length, keyboard_interrupt: interrupted };
  return [
    blank(),
    line("info", "EndOfRunSummary", "Z030", words, data),
    ...errors.flatMap((result) => failureLines(result, false, style)),
    ...warnings.flatMap((result) => failureLines(result, true, style)),
    blank(),
    doneLine(results),
  ];
}

/** A freshness check tells what is stale or could not be measured, and counts nothing. */
function freshnessMessages(results: readonly NodeResult[], style: Style): LogLine[] {
  const failed = results.filter(({ status }) => status === "error" || status === "runtime error");
  return [...failed.flatMap((result) => failureLines(result, false, style)), line("info", "FreshnessCheckComplete", "Q003", "Done.")];
}

/** dbt has "2 data tests", but "1 test". */
const plain = (count: number, noun: string): string => (count === 1 && noun === "data test" ? "1 test" : pluralize(count, noun).replace(/,/g, ""));

/** One failure or warning: head, message, compiled path, where stored failures are. */
function failureLines(result: NodeResult, isWarning: boolean, style: Style): LogLine[] {
  const { node } = result;
  if (result.status === "skipped") return [line("debug", "RunResultError", "Z024", `  ${result.message}`, { msg: result.message }, node)];
  const head = `${isWarning ? "Warning" : "Failure"} in ${node.resource_type} ${node.name} (${node.original_file_path})`;
  const data = { resource_type: node.resource_type, node_name: node.name, path: node.original_file_path };
  const lines = [blank()];
  if (isWarning) lines.push(line("warn", "RunResultWarning", "Z021", style.yellow(head), data, node));
  // What could not be measured has no head: its message says where it is.
  else if (result.status !== "runtime error") lines.push(line("error", "RunResultFailure", "Z022", style.red(head), data, node));
  const below = [...(result.error?.frames() ?? []), ...(result.error?.hint ? [`  ${result.error.hint}`] : [])];
  if (result.message === null) lines.push(line("error", "RunResultErrorNoMessage", "Z025", `  Status: ${result.status}`, { status: result.status }, node));
  else if (isWarning) lines.push(line("warn", "RunResultWarningMessage", "Z046", result.message, { msg: result.message }, node));
  else lines.push(line("error", "RunResultError", "Z024", [`  ${result.message}`, ...below].join("\n"), { msg: result.message, at: result.error?.at[0]?.file }, node));
  if ("compiled_path" in node && node.compiled_path) {
    lines.push(blank(), line("info", "SQLCompiledPath", "Z026", `  compiled code at ${node.compiled_path}`, { path: node.compiled_path }, node));
  }
  if (node.resource_type === "test" && storesFailures(result) && result.relation_name) {
    const query = `select * from ${result.relation_name}`;
    const rule = "-".repeat(query.length);
    lines.push(blank(), line("info", "CheckNodeTestFailure", "Z027", `  See test failures:\n  ${rule}\n  ${query}\n  ${rule}`, { relation_name: result.relation_name }, node));
  }
  return lines;
}

const storesFailures = (result: NodeResult): boolean =>
  "config" in result.node && Boolean(result.node.config.store_failures) && result.relation_name !== null;

/** "Done. PASS=2 WARN=0 ERROR=1 SKIP=2 NO-OP=0 TOTAL=5" */
function doneLine(results: readonly NodeResult[]): LogLine {
  const stats = { pass: 0, warn: 0, error: 0, skip: 0, noop: 0, total: results.length };
  for (const { status } of results) {
    if (status === "skipped") stats.skip++;
    else if (status === "warn") stats.warn++;
    else if (status === "no-op") stats.noop++;
    else if (status === "pass" || status === "success" || status === "reused") stats.pass++;
    else stats.error++;
  }
  const text = `Done. PASS=${stats.pass} WARN=${stats.warn} ERROR=${stats.error} SKIP=${stats.skip} NO-OP=${stats.noop} TOTAL=${stats.total}`;
  return line("info", "StatsLine", "Z023", text, { stats });
}
