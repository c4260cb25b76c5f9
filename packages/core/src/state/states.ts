/** The folders of --state and --defer-state, each read once, when it is asked for. */
import { resolve } from "node:path";
import { targetFolder } from "../artifacts/artifact-metadata.ts";
import type { Effects } from "../effects.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Project } from "../project/project.ts";
import { heedingFlags } from "../project/warn-error.ts";
import { readPreviousState, type PreviousState } from "./previous-state.ts";

export interface States {
  /** What `state:` selects against; undefined without --state. @throws TsmodelError artifact-unreadable, artifact-version */
  previous(): PreviousState | undefined;
  /** What unbuilt nodes are taken from. @throws TsmodelError state-required, state-without-manifest */
  deferred(): Manifest;
}

export function openStates(project: Project, effects: Effects): States {
  const known = new Map<string, PreviousState>();
  const read = (flag: "state" | "defer_state"): PreviousState | undefined => {
    const given = project.flags[flag];
    if (typeof given !== "string" || given === "") return undefined;
    // As in dbt: below the project, wherever the command was called.
    const folder = resolve(project.root.root, given);
    let state = known.get(folder);
    if (state === undefined)
      known.set(folder, (state = readPreviousState(folder, targetFolder(project), { ...effects, report: heedingFlags(project.flags, effects.report) }, given)));
    return state;
  };
  return {
    previous: () => read("state"),
    deferred() {
      const state = read("defer_state") ?? read("state");
      if (state === undefined) throw fail("state-required", {});
      if (state.manifest === undefined) throw fail("state-without-manifest", { path: state.folder });
      return state.manifest;
    },
  };
}
