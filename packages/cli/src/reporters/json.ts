import type { GraphNode, GroupNode, Level, TsmodelEvent } from "@tsmodel/core";
import { createStyle } from "../terminal/style.ts";
import { renderDbtLines } from "./dbt-lines.ts";
import { isAtLeast, PRINT_NAMES, type LogLine } from "./log-line.ts";
import type { Reporter, TextSink } from "./reporter.ts";

export interface JsonOptions {
  readonly sink: TextSink;
  readonly width: number;
  readonly level: Level;
  readonly invocationId: string;
  readonly pid: number;
  /** Variables DBT_ENV_CUSTOM_ENV_… of the environment, without the prefix: `info.extra` of every line. */
  readonly extra?: { readonly [name: string]: string };
  now(): Date;
}

/** dbt's structured log (log_version 3): `{"data": {...}, "info": {...}}`, one event a line. */
export function createJsonReporter(options: JsonOptions): Reporter {
  const style = createStyle(false);
  let groups: ReadonlyMap<string, GroupNode> = new Map();
  const running: Running = new Map();
  return {
    report(event: TsmodelEvent): void {
      if (event.type === "run-started") groups = event.groups;
      for (const line of renderDbtLines(event, style, options.width)) {
        const node = line.node ?? running.get(String(line.data["conn_name"]))?.node;
        const info = node && { ...nodeInfo(node), ...progressOf(line, node, running, options.now) };
        if (PRINT_NAMES.has(line.name) || isAtLeast(line.level, options.level)) options.sink.write(`${JSON.stringify(toRecord({ ...line, node }, options, groups, info))}\n`);
      }
    },
    close: () => undefined,
  };
}

function toRecord(line: LogLine, { invocationId, pid, extra = {}, now }: JsonOptions, groups: ReadonlyMap<string, GroupNode>, node_info: object | undefined): object {
  const data = line.node ? { ...line.data, ...groupOf(line, line.node, groups), node_info } : line.data;
  const info = {
    category: "",
    code: line.code,
    extra,
    invocation_id: invocationId,
    level: line.level,
    msg: line.text,
    name: line.name,
    pid,
    thread: "MainThread",
    ts: now().toISOString().replace("Z", "000Z"),
  };
  return { data, info };
}

/** Events of what came out name the node's group and whom to tell. */
function groupOf({ name }: LogLine, node: GraphNode, groups: ReadonlyMap<string, GroupNode>): { readonly group?: object } {
  const wanted = "group" in node ? node.group : undefined;
  const group = typeof wanted === "string" && TELLS_GROUP.test(name) ? groups.get(wanted) : undefined;
  if (group === undefined) return {};
  const owner = Object.entries(group.owner).filter(([, value]) => value !== null && value !== undefined);
  return { group: { name: group.name, package_name: group.package_name, owner: Object.fromEntries(owner.map(([key, value]) => [key, String(value)])) } };
}

/** Not what was not done: exposures and saved queries. */
const TELLS_GROUP = /^(Log(?!NodeNoOp)\w+Result|RunResult(Error|Failure)|RunResultWarning|SkippingDetails)$/;

/** Nodes that have begun and not ended, and when they began. */
type Running = Map<string, { readonly node: GraphNode; readonly since: string }>;

/** How far a node is: dbt's lines tell the status and two instants (ISO 8601, without a zone). */
function progressOf({ name, nodeStatus }: LogLine, node: GraphNode, running: Running, now: () => Date): object {
  const { unique_id: id } = node;
  const instant = (): string => now().toISOString().replace("Z", "000");
  if (nodeStatus === "started" && !running.has(id)) running.set(id, { node, since: instant() });
  const node_started_at = running.get(id)?.since ?? "";
  const over = nodeStatus !== undefined && nodeStatus !== "started";
  if (name === "NodeFinished") running.delete(id);
  return {
    node_status: nodeStatus ?? (node_started_at === "" ? "None" : "executing"),
    node_started_at,
    node_finished_at: over ? instant() : "",
  };
}

/** dbt's `node_info` block. */
function nodeInfo(node: GraphNode): object {
  const relation = "alias" in node ? { alias: node.alias, database: node.database, relation_name: node.relation_name ?? "", schema: node.schema } : {};
  return {
    materialized: "config" in node ? node.config.materialized : undefined,
    meta: "meta" in node ? node.meta : {},
    node_checksum: "checksum" in node ? (node.checksum as { readonly checksum?: string } | null)?.checksum ?? "" : "",
    node_name: node.name,
    node_path: node.path,
    node_relation: relation,
    resource_type: node.resource_type,
    unique_id: node.unique_id,
  };
}
