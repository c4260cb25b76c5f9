import type { GraphNode, Level, TsmodelEvent } from "@tsmodel/core";
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
  return {
    report(event: TsmodelEvent): void {
      for (const line of renderDbtLines(event, style, options.width)) {
        if (PRINT_NAMES.has(line.name) || isAtLeast(line.level, options.level)) options.sink.write(`${JSON.stringify(toRecord(line, options))}\n`);
      }
    },
    close: () => undefined,
  };
}

function toRecord(line: LogLine, { invocationId, pid, extra = {}, now }: JsonOptions): object {
  const data = line.node ? { ...line.data, node_info: nodeInfo(line.node) } : line.data;
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

/** dbt's `node_info` block. */
function nodeInfo(node: GraphNode): object {
  const relation = "alias" in node ? { alias: node.alias, database: node.database, relation_name: node.relation_name ?? "", schema: node.schema } : {};
  return {
    materialized: "config" in node ? node.config.materialized : undefined,
    meta: "meta" in node ? node.meta : {},
    node_name: node.name,
    node_path: node.path,
    node_relation: relation,
    resource_type: node.resource_type,
    unique_id: node.unique_id,
  };
}
