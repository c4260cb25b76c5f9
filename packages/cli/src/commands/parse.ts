import { writeManifests, writePerfInfo } from "@tsmodel/core";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { openSession } from "../session/open-session.ts";

/** Reads the project; the manifest is the result. */
export async function run(context: CommandContext): Promise<ExitCode> {
  const start = context.effects.elapsed();
  const workspace = openSession(context);
  writeManifests(workspace, context.effects);
  writePerfInfo(workspace, context.effects);
  const seconds = (context.effects.elapsed() - start) / 1000;
  const text = `Performance info: ${workspace.project.root.targetPath}/manifest.json written in ${seconds.toFixed(2)}s`;
  context.effects.report({ type: "message", level: "info", name: "ParsePerfInfoPath", code: "I010", text });
  return 0;
}
