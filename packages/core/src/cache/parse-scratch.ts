/** Places to parse a few files in, beside a manifest that is complete. */
import { emptyManifest } from "../manifest/manifest.ts";
import type { ParseState } from "../parse/parse-state.ts";
import { Problems } from "../parse/problems.ts";
import { Warnings } from "../parse/warnings.ts";

export interface Scratch {
  /** For parsing: a manifest with nothing in it. */
  readonly scratch: ParseState;
  /** For resolving: the whole manifest. */
  readonly whole: ParseState;
  readonly problems: Problems;
}

export function scratchOf(state: ParseState): Scratch {
  const problems = new Problems();
  const warnings = new Warnings(state.effects, state.project.flags, problems);
  const manifest = { ...emptyManifest(state.manifest.index), packageRoots: state.manifest.packageRoots };
  return {
    problems,
    scratch: { ...state, problems, warnings, manifest },
    whole: { ...state, problems, warnings },
  };
}
