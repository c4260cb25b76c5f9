/** What the command line and other programs may use. */
export { Environment } from "@tsmodel/jinja";
export type {
  AdapterEffects, AdapterPlugin, Credentials, CredentialsContext, Database, Dialect, InternalPackage, QueryOptions, QueryResult, QuotePolicy, Session, TemplateHost,
} from "./adapter/adapter.ts";
export type { Cell } from "./adapter/cell.ts";
export { DatabaseError } from "./adapter/database-error.ts";
export { writeManifest } from "./artifacts/manifest-file.ts";
export type { Effects, FileSystem } from "./effects.ts";
export type { Location } from "./errors/location.ts";
export { messages } from "./errors/messages.ts";
export { fail, TsmodelError, TsmodelErrors } from "./errors/tsmodel-error.ts";
export type { Level, Report, TsmodelEvent } from "./events/event.ts";
export { buildGraph, type Graph } from "./graph/build-graph.ts";
export { globalPackage } from "./global-package.ts";
export type { JsonObject, JsonValue } from "./manifest/json.ts";
export { findGraphNode, graphNodes, type Manifest } from "./manifest/manifest.ts";
export type * from "./manifest/node.ts";
export type { Flags, Profile, Project, ProjectConfig } from "./project/project.ts";
export { createDefaultFlags } from "./project/read-flags.ts";
export { COMMAND_KINDS, type CommandKind, type RunCommand } from "./run/command-kind.ts";
export { readArguments } from "./run/read-arguments.ts";
export { countResources } from "./run/count-resources.ts";
export type { NodeResult, NodeStatus } from "./run/node-result.ts";
export type { RunSummary } from "./run/run-plan.ts";
export { selectForCommand } from "./run/select-for-command.ts";
export type { Selection } from "./select/select-nodes.ts";
export { findUntested, readTestLedger, type TestLedger, type Untested } from "./state/test-ledger.ts";
export { pyFunction } from "./template/python/function.ts";
export { renderTable } from "./template/table/render-table.ts";
export { ResultTable } from "./template/table/result-table.ts";
export { tableToJson } from "./template/table/write-table.ts";
export { openWorkspace, queryDirect, runIds, runInline, runMacro, runNodes, type CommandInput, type Host, type Workspace } from "./tsmodel.ts";
export { DBT_VERSION } from "./util/dbt-version.ts";
export { findNearestName } from "./util/nearest-name.ts";
export { createNodeFiles } from "./util/node-files.ts";
export { findAffected, type Affected } from "./watch/find-affected.ts";
export { fingerprintNodes, type Fingerprints } from "./watch/node-fingerprints.ts";
export { Watcher, type WatcherEffects, type WatchState } from "./watch/watcher.ts";
