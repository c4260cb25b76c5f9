/**
 * The list on a terminal: finished nodes scroll up and stay, running ones are redrawn below. A failure is shown when
 * it happens, once; passed tests are counted, not listed.
 */
import type { GraphNode, NodeResult, TsmodelEvent } from "@tsmodel/core";
import { drawTable } from "../terminal/draw-table.ts";
import { cutMiddle, formatCount, formatDuration, pluralize } from "../terminal/format.ts";
import { stripStyle, type Style } from "../terminal/style.ts";
import { PRINT_NAMES } from "./log-line.ts";
import type { Reporter, TextSink } from "./reporter.ts";

export interface LiveOptions {
  readonly sink: TextSink;
  readonly style: Style;
  /** Columns of the terminal, asked at each drawing. */
  columns(): number;
  /** Milliseconds. */
  elapsed(): number;
  /** Calls back until the returned function is called: redraws timers. */
  every(milliseconds: number, draw: () => void): () => void;
  /** Whether debug and info messages are shown too. */
  readonly verbose: boolean;
}

const NAME_WIDTH = 30;
const KIND_WIDTH = 12;
const REDRAW = 100;
/** Running nodes shown at once; more are counted. */
const SHOWN = 8;

interface Running {
  readonly node: GraphNode;
  readonly since: number;
  fraction?: number;
}

export function createLiveReporter(options: LiveOptions): Reporter {
  return new LiveReporter(options);
}

class LiveReporter implements Reporter {
  readonly showsProgress: boolean = true;
  private readonly options: LiveOptions;
  private readonly running = new Map<string, Running>();
  private readonly warnings: string[] = [];
  private header: string[] = [];
  private drawnLines = 0;
  private left = 0;
  private stopTimer: (() => void) | undefined;

  constructor(options: LiveOptions) {
    this.options = options;
  }

  report(event: TsmodelEvent): void {
    switch (event.type) {
      case "project-loaded": {
        const counts = Object.entries(event.counts).filter(([kind, count]) => count > 0 && kind !== "macro");
        this.header = [event.target ?? "", event.database ?? "", counts.map(([kind, count]) => pluralize(count, kind.replace("data test", "test"))).join(", ")];
        return;
      }
      case "run-started":
        return this.start(event);
      case "node-started":
        this.running.set(event.node.unique_id, { node: event.node, since: this.options.elapsed() });
        return;
      case "node-progress": {
        const running = this.running.get(event.node.unique_id);
        if (running) running.fraction = event.fraction;
        return;
      }
      case "node-finished":
        this.running.delete(event.node.unique_id);
        this.left--;
        return this.print(this.finished(event.node, event.result));
      case "hook-finished":
        if (event.result?.status === "error") this.print(this.failure(event.result));
        return;
      case "warning":
        this.warnings.push([event.error.message, ...event.error.frames(), ...(event.error.hint ? [`  ${event.error.hint}`] : [])].join("\n"));
        return;
      case "message":
        if (PRINT_NAMES.has(event.name) || event.level === "error" || event.level === "warn" || this.options.verbose) this.print(event.text.split("\n"));
        return;
      case "run-finished":
        return this.finish(event);
      default:
        return;
    }
  }

  close(): void {
    this.stopTimer?.();
    this.erase();
    this.flushWarnings();
  }

  private start(event: Extract<TsmodelEvent, { type: "run-started" }>): void {
    const { style } = this.options;
    this.left = event.total;
    const parts = [style.bold(`tsmodel ${event.command}`), ...this.header.filter((part) => part !== ""), pluralize(event.threads, "thread")];
    this.print([parts.join(style.dim(" · ")), ""]);
    this.stopTimer = this.options.every(REDRAW, () => this.print([]));
  }

  private finished(node: GraphNode, result: NodeResult): string[] {
    const isTest = node.resource_type === "test" || node.resource_type === "unit_test";
    if (result.status === "fail" || result.status === "error" || result.status === "runtime error" || result.status === "partial success") return this.failure(result);
    if (result.status === "warn") return [this.row("!", this.options.style.yellow, node, result), ...this.sample(result)];
    if (isTest || result.status === "no-op") return [];
    if (result.status === "skipped" && result.error) return this.failure(result);
    if (result.status === "skipped") return [this.row("◌", this.options.style.dim, node, result)];
    return [this.row("✓", this.options.style.green, node, result)];
  }

  private row(mark: string, color: (text: string) => string, node: GraphNode, result: NodeResult): string {
    const name = cutMiddle(node.name, NAME_WIDTH).padEnd(NAME_WIDTH);
    const kind = kindOf(node).padEnd(KIND_WIDTH);
    return `  ${color(mark)} ${name} ${kind} ${detailOf(result).padStart(14)} ${formatDuration(result.execution_time).padStart(10)}`;
  }

  private failure(result: NodeResult): string[] {
    const { style } = this.options;
    const { node, error } = result;
    const lines = [this.row("✗", style.red, node, result), ""];
    if (error) {
      lines.push(`${style.red(`error ${error.code}`)}: ${error.message}`, ...error.frames().flatMap((frame) => frame.split("\n")));
      if (error.hint) lines.push(`  ${style.blue(error.hint)}`);
    } else lines.push(...(result.message ?? result.status).trim().split("\n").map((line) => `  ${line}`));
    const compiled = "compiled_path" in node ? (node.compiled_path as string | null) : null;
    if (compiled) lines.push(style.dim(`  compiled: ${compiled}`));
    return [...lines, ...this.sample(result), ""];
  }

  private sample(result: NodeResult): string[] {
    if (!result.sample || result.sample.rows.length === 0) return [];
    return drawTable(result.sample.columns, result.sample.rows).map((line) => `    ${this.options.style.dim(line)}`);
  }

  private finish(event: Extract<TsmodelEvent, { type: "run-finished" }>): void {
    this.stopTimer?.();
    this.running.clear();
    this.left = 0;
    const words = summaryWords(event.results);
    if (event.interrupted) words.push("interrupted");
    const shown = `  ${words.join(" · ")}`;
    const time = formatDuration(event.seconds);
    const width = Math.min(this.options.columns(), 90);
    this.erase();
    this.flushWarnings();
    this.print(["", `${shown.padEnd(Math.max(shown.length + 2, width - time.length))}${time}`, ...this.slowest(event.results), ...this.failed(event.results), ""]);
  }

  private slowest(results: readonly NodeResult[]): string[] {
    const slow = results
      .filter((result) => result.status !== "skipped" && result.execution_time >= 0.02)
      .sort((a, b) => b.execution_time - a.execution_time)
      .slice(0, 3);
    if (slow.length === 0) return [];
    return [this.options.style.dim(`  slowest  ${slow.map((result) => `${cutMiddle(result.node.name, 40)} ${formatDuration(result.execution_time)}`).join(" · ")}`)];
  }

  /** Names and places only: the frames were shown when they happened. */
  private failed(results: readonly NodeResult[]): string[] {
    const failures = results.filter((result) => ["error", "fail", "runtime error", "partial success"].includes(result.status));
    const shown = failures.slice(0, 20).map((result) => `  ${this.options.style.red("✗")} ${result.node.name}  ${this.options.style.dim(result.error?.at[0] ? `${result.error.at[0].file}:${result.error.at[0].line}` : result.node.original_file_path)}`);
    return failures.length > 20 ? [...shown, `  and ${formatCount(failures.length - 20)} more`] : shown;
  }

  private flushWarnings(): void {
    if (this.warnings.length === 0) return;
    const { style, sink } = this.options;
    const unique = [...new Set(this.warnings)];
    sink.write(`\n${style.yellow(pluralize(unique.length, "warning"))}\n${unique.map((text) => text.replace(/^/gm, "  ")).join("\n")}\n`);
    this.warnings.length = 0;
  }

  /** Prints lines that stay, then redraws what moves. */
  private print(lines: readonly string[]): void {
    const moving = this.moving();
    if (lines.length === 0 && moving.length === 0 && this.drawnLines === 0) return;
    const erase = this.drawnLines > 0 ? `\u001b[${this.drawnLines}A\u001b[0J` : "";
    this.options.sink.write(erase + [...lines, ...moving].map((line) => `${line}\n`).join(""));
    this.drawnLines = moving.length;
  }

  private erase(): void {
    if (this.drawnLines > 0) this.options.sink.write(`\u001b[${this.drawnLines}A\u001b[0J`);
    this.drawnLines = 0;
  }

  private moving(): string[] {
    const { style } = this.options;
    const width = this.options.columns();
    const now = this.options.elapsed();
    const entries = [...this.running.values()];
    const lines = entries.slice(0, SHOWN).map(({ node, since, fraction }) => {
      const progress = fraction !== undefined && fraction > 0 ? `${Math.round(fraction * 100)} %` : "";
      return `  ${style.blue("●")} ${cutMiddle(node.name, NAME_WIDTH).padEnd(NAME_WIDTH)} ${kindOf(node).padEnd(KIND_WIDTH)} ${progress.padStart(14)} ${formatDuration((now - since) / 1000).padStart(10)}`;
    });
    const waiting = this.left - entries.length;
    if (waiting > 0 && entries.length > 0) lines.push(style.dim(`  ◌ ${formatCount(waiting)} waiting`));
    return lines.map((line) => (stripStyle(line).length > width ? `${stripStyle(line).slice(0, Math.max(1, width - 1))}` : line));
  }
}

function kindOf(node: GraphNode): string {
  if (node.resource_type === "model") return String(node.config.materialized);
  return node.resource_type.replaceAll("_", " ");
}

function detailOf(result: NodeResult): string {
  if (result.status === "skipped") return result.skippedBecauseOf ? `after ${cutMiddle(result.skippedBecauseOf.split(".")[2] ?? "", 8)}` : "skipped";
  if (result.status === "warn" || result.status === "fail") return pluralize(result.failures ?? 0, "row");
  return result.rows === undefined ? "" : pluralize(result.rows, "row");
}

/** "14 built", "1 failed", "2 skipped because of it", "61 tests passed, 1 warned" */
function summaryWords(results: readonly NodeResult[]): string[] {
  const isTest = (result: NodeResult): boolean => result.node.resource_type === "test" || result.node.resource_type === "unit_test";
  const count = (pick: (result: NodeResult) => boolean): number => results.filter(pick).length;
  const built = count((r) => !isTest(r) && r.status === "success" && r.node.resource_type !== "operation");
  const failed = count((r) => !isTest(r) && ["error", "runtime error", "partial success"].includes(r.status));
  const skipped = count((r) => r.status === "skipped");
  const passed = count((r) => isTest(r) && r.status === "pass");
  const warned = count((r) => isTest(r) && r.status === "warn");
  const testsFailed = count((r) => isTest(r) && (r.status === "fail" || r.status === "error"));
  const words: string[] = [];
  if (built > 0) words.push(`${formatCount(built)} built`);
  if (failed > 0) words.push(`${formatCount(failed)} failed`);
  if (skipped > 0) words.push(`${formatCount(skipped)} skipped because of ${failed + testsFailed === 1 ? "it" : "them"}`);
  if (passed + warned + testsFailed > 0) {
    const tests = [`${pluralize(passed, "test")} passed`];
    if (testsFailed > 0) tests.push(`${formatCount(testsFailed)} failed`);
    if (warned > 0) tests.push(`${formatCount(warned)} warned`);
    words.push(tests.join(", "));
  }
  return words.length === 0 ? ["nothing to do"] : words;
}
