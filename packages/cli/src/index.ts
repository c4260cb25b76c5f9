/**
 * The programmatic API: what the command line does, as functions. A program brings its own effects and report.
 *
 *     const effects = createNodeEffects({ env: process.env, cwd, signal }, (event) => …);
 *     const workspace = openWorkspace({ command: "build", args: { select: ["mart_*"] } }, createHost(), effects);
 */
export { main, type MainHost } from "./main.ts";
export { createHost } from "./session/create-host.ts";
export { createNodeEffects, type ProcessFacts } from "./session/node-effects.ts";
export {
  findGraphNode,
  openWorkspace,
  runInline,
  runMacro,
  runNodes,
  selectForCommand,
  TsmodelError,
  TsmodelErrors,
  type CommandInput,
  type Database,
  type Effects,
  type Host,
  type Manifest,
  type NodeResult,
  type Report,
  type RefOptions,
  type RunSummary,
  type ScriptRelation,
  type ScriptRow,
  type ScriptValue,
  type TsModel,
  type TsmodelEvent,
  type Workspace,
} from "@tsmodel/core";
