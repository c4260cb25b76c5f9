/** What can be seen of a run, times aside: what two ways to the same end have in common. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { RunCommand, RunSummary, TsmodelEvent } from "@tsmodel/core";
import type { JsonValue } from "@tsmodel/core/adapter";
import type { TestProject } from "./run-project.ts";

export type Outcome = { readonly [name: string]: unknown };

/** Results, events, artifacts and written files. */
export async function observe(project: TestProject, command: RunCommand, args: { readonly [name: string]: JsonValue }): Promise<Outcome> {
  const since = project.events.length;
  const summary = await project.run(command, { write_json: true, ...args });
  return {
    results: summary.results.map(shown),
    success: summary.success,
    events: project.events.slice(since).flatMap(outline),
    manifest: withoutFlags(read(project, "target/manifest.json")),
    runResults: withoutTimes(read(project, "target/run_results.json")),
    files: filesBelow(join(project.folder, "target")),
  };
}

/** Which of the failing rows are the sample is the database's choice. */
export const shown = ({ node, timing, execution_time, error, sample, table: _, ...result }: RunSummary["results"][number]): object => ({
  ...result,
  sample: [sample?.columns, sample?.rows.length],
  name: node.name,
  timed: [timing.map(({ name }) => name), execution_time >= 0],
  error: error?.render(),
});

/** Statements are what may differ; all else is told in the same order. */
function outline(event: TsmodelEvent): string[] {
  if (event.type === "query" || event.type === "run-finished") return [];
  if (event.type === "node-started" || event.type === "node-finished") return [`${event.type} ${event.index} ${event.what}`];
  return event.type === "message" ? [`${event.level} ${event.text}`] : [event.type];
}

const read = (project: TestProject, path: string): string => readFileSync(join(project.folder, path), "utf8").replaceAll(project.folder, "");
const withoutFlags = (text: string): string => text.replace(/"(?:fold_tests|share_views)":(?:true|false),?/g, "");
const withoutTimes = (text: string): unknown => {
  const { results } = JSON.parse(text) as { readonly results: { readonly [key: string]: unknown }[] };
  return results.map(({ timing: _, execution_time: __, ...result }) => result);
};

function filesBelow(folder: string): object {
  const paths = (readdirSync(folder, { recursive: true }) as string[]).filter((path) => /\.sql$/.test(path) && statSync(join(folder, path)).isFile());
  return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}
