import { fail, findGraphNode, selectForCommand, writeGraphSummary, writeManifests, type GraphNode, type JsonValue } from "@tsmodel/core";
import { jsonDumps, toValue } from "@tsmodel/jinja";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { openSession } from "../session/open-session.ts";

const USUAL = ["model", "snapshot", "seed", "test", "source", "exposure", "metric", "saved_query", "semantic_model", "unit_test", "function"];
/** Keys of `--output json` unless --output-keys says otherwise. */
const KEYS = ["alias", "name", "package_name", "depends_on", "tags", "config", "resource_type", "source_name", "original_file_path", "unique_id"];

export async function run(context: CommandContext): Promise<ExitCode> {
  const { models, select, resource_types: types } = context.args;
  if (models !== undefined && select !== undefined) throw fail("options-exclusive", { options: ["models", "select"] });
  if (models !== undefined && types !== undefined) throw fail("options-exclusive", { options: ["models", "resource_type"] });
  const listed: CommandContext = models === undefined ? context : { ...context, args: { ...context.args, select: models, resource_types: ["model"] } };
  const workspace = openSession(listed, { silent: true });
  const { ids } = selectForCommand(workspace, { allowed: [...USUAL, "analysis"], usual: USUAL, includeEmpty: true }, context.effects);
  writeGraphSummary(workspace, workspace, context.effects);
  writeManifests(workspace, context.effects);
  const { report } = context.effects;
  if (ids.size === 0) report({ type: "message", level: "warn", name: "NoNodesSelected", code: "P002", text: "No nodes selected!" });
  const render = renderer(String(context.args.output ?? "selector"), keysOf(context.args.output_keys));
  for (const id of [...ids].sort()) report({ type: "message", level: "info", name: "PrintEvent", code: "Z052", text: render(findGraphNode(workspace.manifest, id)!) });
  return 0;
}

const keysOf = (value: JsonValue | undefined): readonly string[] | undefined =>
  Array.isArray(value) ? value.flatMap((item) => String(item).split(/[\s,]+/)).filter((key) => key !== "") : undefined;

function renderer(output: string, keys: readonly string[] | undefined): (node: GraphNode) => string {
  if (output === "name") return nameOf;
  if (output === "path") return (node) => node.original_file_path;
  if (output === "json") return (node) => jsonDumps(toValue(pickKeys(node, keys)));
  return selectorOf;
}

const nameOf = (node: GraphNode): string => {
  if (node.resource_type === "source") return `${node.source_name}.${node.name}`;
  const version = "version" in node ? node.version : null;
  return version === null || version === undefined || node.resource_type !== "model" ? node.name : `${node.name}.v${String(version)}`;
};

/** The text that selects exactly this node. */
function selectorOf(node: GraphNode): string {
  switch (node.resource_type) {
    case "source":
      return `source:${node.package_name}.${node.source_name}.${node.name}`;
    case "exposure":
    case "metric":
    case "saved_query":
    case "semantic_model":
      return `${node.resource_type}:${node.package_name}.${node.name}`;
    case "unit_test":
      return `unit_test:${node.package_name}.${node.version === null ? node.name : `${node.name}_v${node.version}`}`;
    default:
      return node.fqn.join(".");
  }
}

function pickKeys(node: GraphNode, keys: readonly string[] | undefined): { [key: string]: unknown } {
  const record = node as unknown as { [key: string]: unknown };
  const picked: { [key: string]: unknown } = {};
  if (keys === undefined) {
    for (const key of Object.keys(record)) if (KEYS.includes(key)) picked[key] = record[key];
    return picked;
  }
  for (const key of keys) {
    const value = key.split(".").reduce<unknown>((at, part) => (typeof at === "object" && at !== null ? (at as { [key: string]: unknown })[part] : undefined), record);
    if (value !== undefined && (value !== null || !key.includes("."))) picked[key] = value;
  }
  return picked;
}
